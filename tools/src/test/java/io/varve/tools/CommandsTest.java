package io.varve.tools;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CommandsTest
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

    @Test
    void shouldPutAndGet()
    {
        put("person/one/7", "Named", "John");
        assertTrue(
            shell.run("put", "person/one/7", "Renamed", "Jaughn", "--data", data).endsWith(0).out()
                .startsWith("position=1 version=1 durability="), shell.out());

        assertEquals(List.of("John", "Jaughn"), get("person/one/7"));
        assertEquals(List.of("Jaughn"), get("person/one/7", "--from", "1"));
        assertEquals(List.of("John"), get("person/one/7", "--to", "1"));
        assertEquals(List.of("John", "Jaughn"), get("person/one/7", "--to", "99"));
        assertEquals(List.of(), get("person/one/7", "--from", "2"));
        assertEquals(List.of(), get("person/one/8"));
    }

    @Test
    void shouldPrintForPeople()
    {
        put("person/one/7", "Named", "John");

        final String line = shell.run("get", "person/one/7", "--data", data).endsWith(0).out();

        assertTrue(line.matches("0 person/one/7 v0 \\S+Z Named John\n"), line);
    }

    @Test
    void shouldRefuseAStartBehindTheEnd()
    {
        put("person/one/7", "Named", "John");

        shell.run("get", "person/one/7", "--from", "2", "--data", data).endsWith(1);

        assertEquals("varve: stream has fewer events: address=person/one/7, from=2, count=1\n", shell.err());
    }

    @Test
    void shouldTellKeysFromNumbers()
    {
        put("a/b/7", "T", "number");
        put("a/b/7", "T", "key", "--key");
        put("a/b/x/y z", "T", "path", "--key");

        assertEquals(List.of("number"), get("a/b/7"));
        assertEquals(List.of("key"), get("a/b/7", "--key"));
        assertEquals(List.of("path"), get("a/b/x/y z", "--key"));
    }

    @Test
    void shouldPutBytesOfStdin()
    {
        shell.runWith(new byte[]{-1, 0}, "put", "a/b/7", "T", "-", "--data", data).endsWith(0);
        shell.run("put", "a/b/7", "T", "--data", data).endsWith(0);

        final String lines = shell.run("get", "a/b/7", "--json", "--data", data).endsWith(0).out();

        assertTrue(lines.contains(",\"data64\":\"/wA=\",") && lines.contains(",\"data\":\"\","), lines);
    }

    @Test
    void shouldPutUpToTheHighestLength()
    {
        shell.runWith(new byte[65_535], "put", "a/b/7", "T", "-", "--data", data).endsWith(0);
        shell.runWith(new byte[65_536], "put", "a/b/7", "T", "-", "--data", data).endsWith(1);

        assertTrue(shell.err().contains("bytes=65536, highest=65535"), shell.err());
    }

    @Test
    void shouldPutMetadata()
    {
        put("a/b/7", "T", "x", "--meta", "user=me", "--meta", "note=a=b");

        final String line = shell.run("tail", "--json", "--data", data).endsWith(0).out();

        assertTrue(line.contains(",\"meta\":{\"user\":\"me\",\"note\":\"a=b\"},"), line);
    }

    @Test
    void shouldRefuseAnotherVersionThanExpected()
    {
        put("a/b/7", "T", "x", "--expect", "none");
        put("a/b/7", "T", "x", "--expect", "exists");
        put("a/b/7", "T", "x", "--expect", "1");

        shell.run("put", "a/b/7", "T", "x", "--expect", "none", "--data", data, "--json").endsWith(1);
        assertTrue(shell.err().startsWith("{\"error\":\"WRONG_EXPECTED_VERSION\","), shell.err());
        shell.run("put", "a/b/8", "T", "x", "--expect", "exists", "--data", data).endsWith(1);
        shell.run("put", "a/b/7", "T", "x", "--expect", "1", "--data", data).endsWith(1);

        assertEquals(3, shell.run("tail", "--data", data).endsWith(0).outLines().size());
    }

    @Test
    void shouldWriteNothingAtAllForARefusedPut()
    {
        shell.run("put", "ssh/session/1", "opened", "x", "--expect", "5", "--data", data).endsWith(1);
        assertTrue(shell.err().contains("expected version 5, current none"), shell.err());

        final String summary = shell.run("info", "--json", "--data", data).endsWith(0).out();
        assertTrue(summary.contains("\"generations\":0,"), summary);

        // Neither names nor numbers of it are in the log: the next ones start from the beginning.
        put("other/thing/1", "made", "y");
        final String after = shell.run("info", "--json", "--data", data).endsWith(0).out();
        assertTrue(after.contains("\"generations\":1,") && after.contains("\"instances\":1,") &&
            after.contains("\"producers\":0,"), after);
    }

    @Test
    void shouldQuery()
    {
        loadSome();

        assertEquals("0 1 2 3 4", query());
        assertEquals("0 1 2 3", query("--domain", "a"));
        assertEquals("0 2", query("--domain", "a", "--aggregate", "b", "--instance", "7"));
        assertEquals("3", query("--instance", "7", "--key"));
        assertEquals("1 2 3", query("--type", "u,w", "--domain", "a"));
        assertEquals("1 2", query("--from-time", "1970-01-01T00:00:00.000000002Z", "--to-time", "0000000004"));
        assertEquals("1 2", query("--from-position", "1", "--to-position", "3"));
        assertEquals("", query("--from-position", "3", "--to-position", "3"));
        assertEquals("0 1", query("--limit", "2"));
        assertEquals("4 3", query("--limit", "2", "--backwards"));
        assertEquals("", query("--limit", "0"));
        assertEquals("", query("--type", "nobody"));
    }

    @Test
    void shouldTail()
    {
        loadSome();

        assertEquals("0 1 2 3 4", positions("tail"));
        assertEquals("3 4", positions("tail", "--from", "3"));
        assertEquals("", positions("tail", "--from", "5"));
        assertEquals("1 2", positions("tail", "--type", "u"));
        assertEquals("1 2", positions("tail", "--from-position", "1", "--to-position", "3"));
        assertEquals("0 1", positions("tail", "--limit", "2"));
        assertEquals("0 1", positions("tail", "--limit", "2", "--follow"));
        assertEquals("4", positions("tail", "--domain", "c", "--durability", "journaled"));
    }

    @Test
    void shouldTailFromTheHead()
    {
        loadSome();
        final String head = shell.run("head", "--data", data).endsWith(0).out().strip();
        put("a/b/7", "T", "new");

        assertTrue(head.matches("journal=[0-9a-f]{32} epoch=\\d+ position=5 chain=[0-9a-f]{16}"), head);
        assertEquals("5", positions("tail", "--from", head));
    }

    @Test
    void shouldRefuseATokenOfAnotherLog()
    {
        loadSome();
        final String token = "0".repeat(31) + "1.1.2." + "0".repeat(16);

        shell.run("tail", "--from", token, "--data", data, "--json").endsWith(1);

        assertTrue(shell.err().startsWith("{\"error\":\"HISTORY_DIFFERS\","), shell.err());
    }

    @Test
    void shouldDescribe()
    {
        loadSome();

        final String summary = shell.run("info", "--json", "--data", data).endsWith(0).out();
        assertTrue(summary.contains("\"events\":5,") && summary.contains("\"instances\":4,") &&
            summary.contains("\"nextPosition\":5,"), summary);
        assertTrue(shell.run("info", "--data", data).endsWith(0).outLines().contains("events=5"), shell.out());

        final String report = shell.run("verify", "--json", "--data", data).endsWith(0).out();
        assertTrue(report.contains("\"events\":5,") && report.contains("\"corrupt\":0,"), report);
    }

    @Test
    void shouldSayThatADirectoryIsNone()
    {
        for (final String command : new String[]{"info", "head", "verify", "tail", "query"})
        {
            shell.run(command, "--json", "--data", data).endsWith(1);

            assertTrue(shell.err().startsWith("{\"error\":\"NOT_A_STORE\","), shell.err());
        }
    }

    private void loadSome()
    {
        shell.runWith(String.join("\n",
            "{\"domain\":\"a\",\"aggregate\":\"b\",\"id\":7,\"type\":\"t\",\"time\":1}",
            "{\"domain\":\"a\",\"aggregate\":\"b\",\"id\":8,\"type\":\"u\",\"time\":2}",
            "{\"domain\":\"a\",\"aggregate\":\"b\",\"id\":7,\"type\":\"u\",\"time\":3}",
            "{\"domain\":\"a\",\"aggregate\":\"b\",\"key\":\"7\",\"type\":\"w\",\"time\":4}",
            "{\"domain\":\"c\",\"aggregate\":\"b\",\"id\":9,\"type\":\"t\",\"time\":5}"),
            "load", "-", "--data", data).endsWith(0);
    }

    private void put(final String address, final String type, final String text, final String... options)
    {
        shell.run(joined(new String[]{"put", address, type, text, "--data", data}, options)).endsWith(0);
    }

    private List<String> get(final String address, final String... options)
    {
        return shell.run(joined(new String[]{"get", address, "--json", "--data", data}, options)).endsWith(0).outLines()
            .stream().map(line -> field(line, "\"data\":\"", "\"")).toList();
    }

    private String query(final String... options)
    {
        return positions("query", options);
    }

    private String positions(final String command, final String... options)
    {
        return shell.run(joined(new String[]{command, "--json", "--data", data}, options)).endsWith(0).outLines()
            .stream().map(line -> field(line, "\"position\":", ",")).collect(Collectors.joining(" "));
    }

    private static String field(final String line, final String start, final String end)
    {
        final int from = line.indexOf(start) + start.length();
        return line.substring(from, line.indexOf(end, from));
    }

    private static String[] joined(final String[] first, final String[] second)
    {
        final String[] all = new String[first.length + second.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
