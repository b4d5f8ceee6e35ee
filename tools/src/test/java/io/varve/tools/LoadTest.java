package io.varve.tools;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LoadTest
{
    private final Shell shell = new Shell();

    @TempDir
    private Path directory;
    private String data;

    @BeforeEach
    void name()
    {
        data = directory.resolve("data").toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65, 5_000})
    void shouldLoadEveryLineInOrder(final int count)
    {
        shell.runWith(lines(count), "load", "-", "--data", data).endsWith(0);

        assertTrue(shell.out().matches(
            "loaded events=" + count + " batches=" + count + " already=0 seconds=\\d+\\.\\d{3}\n"), shell.out());
        assertEquals(lines(count), tail());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_023, 1_024, 1_025, 5_000})
    void shouldWriteOnlyWhatIsMissingUnderAProducersName(final int count)
    {
        final String half = lines(count / 2);
        shell.runWith(half, "load", "-", "--data", data, "--producer", "import").endsWith(0);
        assertTrue(shell.out().startsWith("loaded events=" + count / 2 + " batches=" + count / 2 + " already=0 "), shell.out());

        for (int run = 0; run < 2; run++)
        {
            shell.runWith("\n" + lines(count), "load", "-", "--data", data, "--producer", "import").endsWith(0);
            final int missing = run == 0 ? count - count / 2 : 0;
            assertTrue(shell.out().startsWith("loaded events=" + missing + " batches=" + missing + " already=" +
                (count - missing) + " "), shell.out());
            assertEquals(lines(count), tail());
        }

        shell.runWith(lines(1), "load", "-", "--data", data, "--producer", "other").endsWith(0);
        assertTrue(shell.out().startsWith("loaded events=1 "), shell.out());
    }

    @Test
    void shouldRefuseWhatAProducersNameGoesWithout()
    {
        shell.run("load", "-", "--data", data, "--producer", "p", "--batch", "2").endsWith(2);
        assertTrue(shell.err().contains("--producer numbers single events and goes without --batch"), shell.err());
        shell.run("load", "-", "--data", data, "--producer", "p", "--skip", "1").endsWith(2);
        shell.run("load", "-", "--data", data, "--producer", "").endsWith(2);
        assertEquals(false, Files.exists(Path.of(data)));
    }

    @Test
    void shouldSayHowToGoOnUnderAProducersName()
    {
        shell.runWith(lines(3) + "{", "load", "-", "--data", data, "--producer", "p").endsWith(1);
        assertTrue(shell.err().contains("run it again with --producer p: only what is missing is written"), shell.err());
        shell.runWith(lines(4), "load", "-", "--data", data, "--producer", "p").endsWith(0);
        assertTrue(shell.out().startsWith("loaded events=1 batches=1 already=3 "), shell.out());
    }

    @Test
    void shouldLoadWhatTailPrints()
    {
        shell.runWith(lines(100), "load", "-", "--data", data).endsWith(0);
        final String printed = shell.run("tail", "--json", "--data", data).endsWith(0).out();
        final String second = directory.resolve("second").toString();

        shell.runWith(printed, "load", "-", "--data", second).endsWith(0);

        data = second;
        assertEquals(lines(100), tail());
    }

    @Test
    void shouldJoinNeighboursOfOneInstance()
    {
        final String text = String.join("\n",
            line(7, "\"time\":1"), line(7, "\"time\":1"), line(7, "\"time\":1"), line(7, "\"time\":2"),
            line(8, "\"time\":2"), line(8, "\"time\":2,\"meta\":{\"a\":\"b\"}"), line(7, "\"time\":2"));

        shell.runWith(text, "load", "-", "--data", data, "--batch", "2").endsWith(0);

        assertTrue(shell.out().startsWith("loaded events=7 batches=6 "), shell.out());
        assertEquals(text + "\n", tail());
    }

    @Test
    void shouldNoteAcks() throws IOException
    {
        final Path acks = directory.resolve("acks");

        shell.runWith("\n" + lines(3) + "\n" + lines(2), "load", "-", "--data", data, "--acks", acks.toString())
            .endsWith(0);

        assertEquals("2 0\n3 1\n4 2\n6 3\n7 4\n", Files.readString(acks));
    }

    @Test
    void shouldNoteAcksOfJoinedLines() throws IOException
    {
        final Path acks = directory.resolve("acks");
        final String same = line(7, "\"time\":1") + "\n";

        shell.runWith(same + same + "\n" + same, "load", "-", "--data", data, "--batch", "256",
            "--durability", "synced", "--acks", acks.toString()).endsWith(0);

        assertTrue(shell.out().startsWith("loaded events=3 batches=1 "), shell.out());
        assertEquals("1 0\n2 1\n4 2\n", Files.readString(acks));
    }

    @Test
    void shouldStopAtABadLineAndGoOnThere() throws IOException
    {
        final Path acks = directory.resolve("acks");
        final String good = lines(200);
        final String bad = firstLines(good, 150) + "\n\n{\"domain\":5}\n" + lastLines(good, 50);

        shell.runWith(bad, "load", "-", "--data", data, "--acks", acks.toString()).endsWith(1);

        assertEquals("varve: stdin: line 153: event line domain must be a string: it is 5; " +
            "lines up to 152 are acked; continue with --skip 152\n", shell.err());
        assertEquals("", shell.out());
        assertEquals(150, Files.readAllLines(acks).size());
        assertEquals(firstLines(good, 150), tail());

        final String mended = bad.replace("{\"domain\":5}", "");
        shell.runWith(mended, "load", "-", "--data", data, "--skip", "152").endsWith(0);
        assertTrue(shell.out().startsWith("loaded events=50 "), shell.out());
        assertEquals(good, tail());
    }

    @Test
    void shouldReportABadLineInJson()
    {
        shell.runWith("x", "load", "-", "--data", data, "--json").endsWith(1);

        assertTrue(shell.err().startsWith("{\"error\":\"BAD_INPUT\",\"message\":\"stdin: line 1: "), shell.err());
    }

    @Test
    void shouldLoadFilesPlainAndCompressed() throws IOException
    {
        final Path plain = directory.resolve("plain");
        final Path compressed = directory.resolve("compressed");
        Files.writeString(plain, lines(3));
        Files.write(compressed, compressed(lines(2)));

        shell.run("load", plain.toString(), "--data", data).endsWith(0);
        shell.run("load", compressed.toString(), "--data", data).endsWith(0);

        assertEquals(lines(3) + lines(2), tail());
    }

    @Test
    void shouldLoadACutOffFileAsFarAsItGoes() throws IOException
    {
        final byte[] whole = compressed(lines(20_000));

        shell.runWith(Arrays.copyOf(whole, whole.length / 2), "load", "-", "--data", data).endsWith(1);

        final String said = shell.err();
        assertTrue(said.contains(": gzip input is cut off"), said);
        final List<String> loaded = tail().lines().toList();
        assertTrue(said.contains("lines up to " + loaded.size() + " are acked"), said);
        assertEquals(lines(loaded.size()).lines().toList(), loaded);
    }

    @Test
    void shouldSayThatThereAreFewerLinesToSkip()
    {
        shell.runWith(lines(3), "load", "-", "--data", data, "--skip", "3").endsWith(0);
        shell.runWith(lines(3), "load", "-", "--data", data, "--skip", "4").endsWith(1);

        assertEquals(
            "varve: --skip must not be more than the input's lines: skip=4, lines=3, input=stdin\n", shell.err());
    }

    @Test
    void shouldSayThatAFileIsMissing()
    {
        final Path missing = directory.resolve("missing");

        shell.run("load", missing.toString(), "--data", data).endsWith(1);

        assertEquals("varve: cannot read the input: " + missing + " (No such file or directory)\n", shell.err());
        assertTrue(Files.notExists(Path.of(data)));
    }

    @Test
    void shouldRefuseALevelThatASingleNodeCannotGive()
    {
        shell.runWith(lines(1), "load", "-", "--data", data, "--durability", "replicated", "--json").endsWith(1);

        assertTrue(shell.err().startsWith("{\"error\":\"DURABILITY_UNAVAILABLE\","), shell.err());
    }

    @Test
    void shouldStampLinesWithoutATime()
    {
        final long beforeNs = System.currentTimeMillis() * 1_000_000;

        shell.runWith(
            "{\"domain\":\"d\",\"aggregate\":\"a\",\"id\":7,\"type\":\"T\"}", "load", "-", "--data", data).endsWith(0);

        final String line = shell.run("tail", "--json", "--data", data).out();
        final int from = line.indexOf("\"time\":") + 7;
        assertTrue(Long.parseLong(line.substring(from, line.indexOf(',', from))) >= beforeNs, line);
    }

    /** What the tail prints without what it adds. */
    private String tail()
    {
        return shell.run("tail", "--json", "--data", data).endsWith(0).outLines().stream()
            .map(line -> line.substring(0, line.indexOf(",\"position\":")) + "}\n")
            .collect(Collectors.joining());
    }

    private static String lines(final int count)
    {
        return IntStream.range(0, count)
            .mapToObj(i -> "{\"domain\":\"d" + i % 3 + "\",\"aggregate\":\"a\",\"" +
                (i % 2 == 0 ? "id\":" + i % 50 : "key\":\"k/" + i % 70 + '"') +
                ",\"type\":\"T" + i % 5 + "\",\"time\":" + (1_000 - i) + ",\"data\":\"event \u00e4 " + i + "\"}\n")
            .collect(Collectors.joining());
    }

    private static String line(final long id, final String rest)
    {
        final int metadata = rest.indexOf(",\"meta\"");
        return "{\"domain\":\"d\",\"aggregate\":\"a\",\"id\":" + id + ",\"type\":\"T\"," +
            (metadata < 0 ? rest : rest.substring(0, metadata)) + ",\"data\":\"\"" +
            (metadata < 0 ? "" : rest.substring(metadata)) + '}';
    }

    private static String firstLines(final String text, final int count)
    {
        return text.lines().limit(count).map(line -> line + '\n').collect(Collectors.joining());
    }

    private static String lastLines(final String text, final int count)
    {
        return text.lines().skip(text.lines().count() - count).map(line -> line + '\n').collect(Collectors.joining());
    }

    private static byte[] compressed(final String text) throws IOException
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes))
        {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
