package io.varve.tools;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Short forms of the suites; the long ones run by command. */
@Timeout(300)
class TortureTest
{
    /** System property that fixes the seed. */
    private static final String SEED_PROP_NAME = "varve.test.seed";

    private final long seed = Long.getLong(SEED_PROP_NAME, System.nanoTime());
    private final Shell shell = new Shell();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "kill, 3", "power, 15", "tear, 40", "truncate, 40", "flip, 150", "misdirect, 40", "full, 1", "eio, 15", "index, 8",
        "clock, 1", "concurrent, 1", "stuck-reader, 1", "container, 1"})
    void shouldLoseNothingAndServeNothingWrong(final String suite, final int runs)
    {
        final String seeds = "seed=" + seed + " (again: -D" + SEED_PROP_NAME + "=" + seed + ")";
        final String line = shell.run(
            "torture", "--suite", suite, "--runs", Integer.toString(runs), "--seed", Long.toString(seed)).out().strip();
        if (line.startsWith("suite=" + suite + " skipped: "))
        {
            return;
        }
        assertTrue(line.matches("suite=" + suite + " runs=" + runs +
            " faults=[1-9]\\d* harmless=\\d+ lost=0 duplicated=0 undetected=0 seconds=\\d+\\.\\d( \\w+=-?[\\d.]+)*"),
            () -> seeds + ": " + line + '\n' + shell.err());
    }

    /** Over a node in a process of its own. */
    @ParameterizedTest
    @CsvSource({
        "reconnect, --runs 2", "network, --runs 1", "stop, --runs 4 --seconds 1", "ingress, --seconds 3",
        "subscribers, --events 50000 --seconds 1"})
    void shouldLoseNothingAtTheFrontDoor(final String suite, final String options)
    {
        final String seeds = "seed=" + seed + " (again: -D" + SEED_PROP_NAME + "=" + seed + ")";
        final String out = shell.run(
            ("torture --suite " + suite + " --seed " + seed + ' ' + options).split(" ")).out().strip();

        assertTrue(out.matches("suite=" + suite + " runs=\\d+ faults=[1-9]\\d* harmless=\\d+ lost=0 duplicated=0 undetected=0 " +
            "seconds=\\d+\\.\\d( \\w+=-?[\\d.]+)+"), () -> seeds + ": " + out + '\n' + shell.err());
    }

    /** A suite that cannot fail is worth nothing: each of these stores is worse than ours. */
    @ParameterizedTest
    @CsvSource({
        "power, no-fsync, 20", "power, no-cut, 40", "truncate, no-cut, 10", "tear, no-cut, 10", "flip, no-crc, 300", "tear, no-crc, 10",
        "misdirect, no-chain, 60", "kill, no-dedup, 4"})
    void shouldNoticeAStoreThatIsWorse(final String suite, final String sabotage, final int runs)
    {
        final String out = shell.run("torture", "--suite", suite, "--runs", Integer.toString(runs), "--seed", "600",
            "--sabotage", sabotage).out();

        assertEquals(3, shell.exitCode(), out + shell.err());
        assertTrue(shell.err().matches("(?s)seed=\\d+ (lost|duplicated|undetected): .*"), shell.err());
    }

    @Test
    void shouldDoTheSameAgainWithTheSameSeed()
    {
        final String first = withoutTime(shell.run("torture", "--suite", "flip", "--runs", "60", "--seed", "5").endsWith(0).out());

        assertEquals(first,
            withoutTime(shell.run("torture", "--suite", "flip", "--runs", "60", "--seed", "5").endsWith(0).out()));
    }

    private static String withoutTime(final String line)
    {
        return line.substring(0, line.indexOf(" seconds="));
    }

    @Test
    void shouldWriteAReport() throws IOException
    {
        final Path report = folder.resolve("report.json");
        shell.run("torture", "--suite", "clock", "--runs", "1", "--seed", "5", "--report", report.toString()).endsWith(0);

        final List<String> lines = Files.readAllLines(report);
        assertTrue(lines.get(0).contains("\"seed\":5"), lines.get(0));
        assertTrue(lines.get(1).matches("\\{\"suite\":\"clock\",\"runs\":1,\"faults\":\\d+,.*\"undetected\":0,\"seconds\":.*}"),
            lines.get(1));
    }
}
