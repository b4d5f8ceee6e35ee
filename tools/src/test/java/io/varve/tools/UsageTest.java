package io.varve.tools;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class UsageTest
{
    private final Shell shell = new Shell();

    @TempDir
    private Path directory;

    @Test
    void shouldShowVersion()
    {
        assertTrue(shell.run("--version").endsWith(0).out().startsWith("varve "), shell.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "-h"})
    void shouldNameTheCommands(final String command)
    {
        final String help = shell.run(command).endsWith(0).out();

        for (final String name : new String[]{
            "demo", "load", "put", "get", "query", "tail", "serve", "info", "head", "verify", "backup", "restore", "repair",
            "diff", "bench", "torture", "help"})
        {
            assertTrue(help.contains("\n  " + name + ' '), help);
        }
    }

    @Test
    void shouldExplainACommand()
    {
        assertTrue(shell.run("help", "tail").endsWith(0).out().startsWith("Usage: varve tail"), shell.out());
        assertTrue(shell.run("tail", "--help").endsWith(0).out().startsWith("Usage: varve tail"), shell.out());
    }

    @Test
    void shouldSayWhereBenchIs()
    {
        assertTrue(shell.run("help", "bench").endsWith(0).out().contains("--write-docs"), shell.out());
        assertEquals("varve: bench is not in this jar: start it from the sources, as ./varve bench\n",
            shell.run("bench", "--quick").endsWith(1).err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''",
        "mend",
        "help mend",
        "repair --data D",
        "info",
        "info --data D --explain",
        "load F --data D --producer P --batch 2",
        "torture --suite unknown",
        "torture --suite power --runs 0",
        "torture --sabotage none",
        "load F --data D --batch 0",
        "load F --data D --batch 257",
        "load F --data D --skip -1",
        "load F --data D --durability fast",
        "load --data D",
        "put a/b/7 T --data ''",
        "put a/b T --data D",
        "put a/b/x T --data D",
        "put A/b/7 T --data D",
        "put a/b/7 T! --data D",
        "put a/b/7 T x y --data D",
        "put a/b/7 T --data D --expect maybe",
        "put a/b/7 T --data D --expect -1",
        "put a/b/7 T --data D --meta x",
        "put a/b/7 T --data D --meta =x",
        "put a/b/7 T --data D --meta x=1 --meta x=2",
        "get a/b/7 --data D --from -1",
        "get a/b/7 --data D --to -1",
        "get a/b/7 --data D --from 2 --to 2",
        "query --data D --key",
        "query --data D --domain D",
        "query --data D --aggregate a/b",
        "query --data D --instance x",
        "query --data D --type a,,b",
        "query --data D --from-time yesterday",
        "query --data D --from-position -1",
        "query --data D --limit -1",
        "query --data D --limit x",
        "query --data D --data D",
        "tail --data D --from x",
        "tail --data D --from 1 --from-position 1",
        "tail --data D --backwards",
        "tail --data D --name billing",
        "tail --data D --part 5/4",
        "tail --data D --part 1/1025",
        "tail --data D --part x",
        "tail --connect aeron:ipc --name a/b",
        "query --data D --connect aeron:ipc",
        "query",
        "load F",
        "info --data D --connect aeron:ipc",
        "head --connect",
        "verify --data D --connect aeron:ipc",
        "serve",
        "serve --data D --channel ipc",
        "serve --data D --channel aeron:udp",
        "serve --data D --channel aeron:ipc --channel aeron:ipc",
        "serve --data D --http 80",
        "serve --data D --sync-interval 5",
        "serve --data D --sync-interval 0s",
        "serve --data D --max-clients 0",
    })
    void shouldEndWithOneLineOfUsage(final String command) throws IOException
    {
        final String[] args = command.isEmpty() ? new String[0] : command.replace("''", "").split(" ", -1);
        for (int i = 0; i < args.length; i++)
        {
            if ("D".equals(args[i]) && "--data".equals(args[i - 1]))
            {
                args[i] = directory.resolve("data").toString();
            }
        }

        shell.run(args).endsWith(2);

        assertTrue(shell.err().startsWith("varve: "), shell.err());
        assertEquals("", shell.out());
        try (Stream<Path> files = Files.list(directory))
        {
            assertEquals(0, files.count(), "nothing is made");
        }
    }

    @Test
    void shouldReportInJsonWhenAsked()
    {
        shell.run("put", "a/b", "T", "--json").endsWith(2);

        assertTrue(shell.err().startsWith("{\"error\":\"BAD_USAGE\",\"message\":\""), shell.err());
    }

    @Test
    void shouldReportAnOutputThatCannotBeWritten()
    {
        final ByteArrayOutputStream err = new ByteArrayOutputStream();

        assertEquals(1, Varve.run(
            new String[]{"help"}, InputStream.nullInputStream(), failing("No space left on device"), err));

        assertEquals("varve: cannot write to stdout: No space left on device\n", err.toString());
    }

    @Test
    void shouldEndQuietlyWhenNobodyReads()
    {
        final ByteArrayOutputStream err = new ByteArrayOutputStream();

        assertEquals(0, Varve.run(new String[]{"help"}, InputStream.nullInputStream(), failing("Broken pipe"), err));

        assertEquals("", err.toString());
    }

    private static OutputStream failing(final String message)
    {
        return new OutputStream()
        {
            @Override
            public void write(final int value) throws IOException
            {
                throw new IOException(message);
            }
        };
    }
}
