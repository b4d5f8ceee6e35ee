package io.varve.tools;

import io.varve.tools.argument.HttpArgument;
import io.varve.tools.console.CommandException;
import io.varve.tools.console.Console;
import io.varve.tools.torture.relay.FreePorts;
import io.varve.tools.serve.Appliance;
import io.varve.tools.serve.ServeSettings;
import io.varve.tools.serve.ServedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** An appliance, and the commands that reach it over its channels. */
@Timeout(120)
class ServeTest
{
    private static final Pattern HTTP = Pattern.compile("http=(\\S+)");

    private final Shell shell = new Shell();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;
    private Appliance appliance;
    private String udp;

    private Path data()
    {
        return folder.resolve("data");
    }

    private String ipc()
    {
        return "aeron:ipc?aeron-dir=" + folder.resolve("aeron");
    }

    private ServeSettings settings(final Path data, final Path secret, final String http, final List<String> channels)
    {
        return new ServeSettings(data, channels.stream().map(ServedChannel::parse).toList(), folder.resolve("aeron"), secret,
            HttpArgument.parse(http), true, Duration.ofMillis(50), Duration.ofSeconds(10), 8);
    }

    private Appliance open(final ServeSettings settings)
    {
        return Appliance.open(settings, new Console(InputStream.nullInputStream(), out, err, false));
    }

    private void serve(final Path secret, final String http) throws IOException
    {
        udp = "aeron:udp?endpoint=127.0.0.1:" + FreePorts.find(2);
        appliance = open(settings(data(), secret, http, List.of("aeron:ipc", udp)));
    }

    @AfterEach
    void close()
    {
        if (appliance != null)
        {
            appliance.close();
        }
    }

    private String said()
    {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String[] with(final String[] arguments, final String... more)
    {
        final List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(Arrays.asList(more));
        return all.toArray(new String[0]);
    }

    private List<String> data(final String... arguments)
    {
        return shell.run(with(arguments, "--data", data().toString())).endsWith(0).outLines();
    }

    private List<String> over(final String channel, final String... arguments)
    {
        return shell.run(with(arguments, "--connect", channel)).endsWith(0).outLines();
    }

    private static String lines(final int from, final int to)
    {
        return IntStream.range(from, to)
            .mapToObj(i -> "{\"domain\":\"d\",\"aggregate\":\"a\",\"id\":" + i % 50 + ",\"type\":\"T" + i % 3 +
                "\",\"time\":" + (1_700_000_000_000_000_000L + i) + ",\"data\":\"" + i + "\"}\n")
            .collect(Collectors.joining());
    }

    private String channel(final String medium)
    {
        return "ipc".equals(medium) ? ipc() : udp;
    }

    @Test
    void shouldSayHowItIsSetUpThenThatItIsReady() throws IOException
    {
        serve(null, "off");

        final List<String> lines = said().lines().toList();
        assertEquals(2, lines.size(), said());
        assertTrue(lines.get(0).startsWith("config data=" + data() + " driver=embedded aeronDir=" + folder.resolve("aeron")),
            lines.get(0));
        assertEquals("ready channel=aeron:ipc channel=" + udp, lines.get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipc", "udp"})
    void shouldAnswerAsTheDirectoryDoes(final String medium) throws IOException
    {
        serve(null, "off");
        final String channel = channel(medium);

        assertTrue(over(channel, "put", "person/one/7", "Named", "John").get(0)
            .startsWith("position=0 version=0 durability="), shell.out());
        over(channel, "put", "person/one/a key", "Named", "Jaughn", "--key", "--meta", "user=me");
        shell.runWith(lines(0, 500), "load", "-", "--connect", channel).endsWith(0);
        assertTrue(shell.out().startsWith("loaded events=500 batches=500 already=0 "), shell.out());

        for (final String[] command : new String[][]{
            {"get", "person/one/7", "--json"},
            {"get", "person/one/a key", "--key", "--json"},
            {"get", "d/a/7", "--from", "3", "--to", "6", "--json"},
            {"query", "--json"},
            {"query", "--domain", "d", "--type", "T1,T2", "--backwards", "--limit", "17", "--json"},
            {"query", "--from-time", "1700000000000000100", "--to-time", "1700000000000000120", "--json"},
            {"tail", "--json"},
            {"tail", "--from", "490", "--durability", "synced", "--part", "1/2", "--json"},
            {"head"}})
        {
            assertEquals(data(command), over(channel, command), String.join(" ", command));
        }
        assertTrue(over(channel, "info").contains("nextPosition=502"), shell.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipc", "udp"})
    void shouldWriteEachLineOnceHoweverOftenItIsLoaded(final String medium) throws IOException
    {
        serve(null, "off");
        final Path acks = folder.resolve("acks");
        final String[] load = {"load", "-", "--connect", channel(medium), "--producer", "p", "--acks", acks.toString()};

        shell.runWith(lines(0, 300), load).endsWith(0);
        shell.runWith(lines(0, 2_000), load).endsWith(0);
        assertTrue(shell.out().startsWith("loaded events=1700 batches=1700 already=300 "), shell.out());

        assertEquals(lines(0, 2_000).lines().map(line -> line.substring(line.indexOf("\"data\""))).toList(),
            data("query", "--json").stream()
                .map(line -> line.replaceAll(".*(\"data\":\"\\d+\").*", "$1}")).toList());
        assertEquals(2_300, Files.readAllLines(acks).size());
    }

    @Test
    void shouldRefuseWhatTheDirectoryRefuses() throws IOException
    {
        serve(null, "off");
        over(ipc(), "put", "a/b/7", "T", "x");

        shell.run("put", "a/b/7", "T", "x", "--expect", "none", "--connect", ipc()).endsWith(1);
        assertTrue(shell.err().contains("expected"), shell.err());
        shell.runWith(new byte[65_536], "put", "a/b/7", "T", "-", "--connect", ipc()).endsWith(1);
        assertTrue(shell.err().contains("bytes=65536, highest=65535"), shell.err());
        shell.run("get", "a/b/7", "--from", "2", "--connect", ipc()).endsWith(1);
        shell.run("tail", "--from", "0000000000000000000000000000000f.1.1.0000000000000001", "--connect", ipc()).endsWith(1);
        assertTrue(shell.err().contains("history differs"), shell.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipc", "udp"})
    void shouldGoOnWhereTheTailOfThatNameStopped(final String medium) throws IOException
    {
        serve(null, "off");
        final String channel = channel(medium);
        shell.runWith(lines(0, 100), "load", "-", "--connect", channel).endsWith(0);

        assertEquals(60, over(channel, "tail", "--name", "billing", "--limit", "60").size());
        assertEquals(40, over(channel, "tail", "--name", "billing").size());
        assertEquals(0, over(channel, "tail", "--name", "billing").size());
        assertEquals(100, over(channel, "tail", "--name", "other").size());

        shell.runWith(lines(100, 110), "load", "-", "--connect", channel).endsWith(0);
        assertTrue(data("info").contains("lag.billing=10"), shell.out());
        assertEquals(10, over(channel, "tail", "--name", "billing").size());
        assertTrue(data("info").contains("lag.billing=0"), shell.out());
    }

    @Test
    void shouldVerifyTheFilesOfANodeOnThisHost() throws IOException
    {
        serve(null, "off");
        shell.runWith(lines(0, 100), "load", "-", "--connect", ipc()).endsWith(0);

        final String report = shell.run("verify", "--json", "--connect", ipc()).endsWith(0).out();
        assertTrue(report.contains("\"events\":100,") && report.contains("\"corrupt\":0,"), report);

        shell.run("verify", "--connect", channel("udp")).endsWith(1);
        assertTrue(shell.err().startsWith("varve: verify looks at the node's files"), shell.err());
        shell.run("verify", "--connect", ipc(), "--data", data().toString()).endsWith(2);
        shell.run("verify").endsWith(2);
    }

    @Test
    void shouldShareTheWorkByParts() throws IOException
    {
        serve(null, "off");
        shell.runWith(lines(0, 200), "load", "-", "--connect", ipc()).endsWith(0);

        final Set<String> seen = new HashSet<>();
        for (int part = 1; part <= 3; part++)
        {
            final List<String> lines = over(ipc(), "tail", "--name", "shared", "--part", part + "/3", "--json");
            lines.forEach(line -> assertTrue(seen.add(line), line));
        }
        assertEquals(200, seen.size());
    }

    @Test
    void shouldTakeOnlyWhoKnowsTheSecret() throws IOException
    {
        final Path secret = Files.writeString(folder.resolve("secret"), "open sesame\n");
        final Path wrong = Files.writeString(folder.resolve("wrong"), "open\n");
        serve(secret, "off");

        shell.run("put", "a/b/7", "T", "x", "--connect", ipc() + "|timeout=2s").endsWith(1);
        shell.run("put", "a/b/7", "T", "x", "--connect", ipc() + "|timeout=2s|secret-file=" + wrong).endsWith(1);
        over(ipc() + "|secret-file=" + secret, "put", "a/b/7", "T", "x");
        assertEquals(1, data("tail").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipc", "udp"})
    void shouldSayWhatCannotBeReached(final String medium) throws IOException
    {
        final String nobody = "ipc".equals(medium) ? ipc() : "aeron:udp?endpoint=127.0.0.1:" + FreePorts.find(2);

        shell.run("put", "a/b/7", "T", "x", "--connect", nobody + "|timeout=1s").endsWith(1);

        assertTrue(shell.err().contains("aeron"), shell.err());
    }

    @Test
    void shouldRefuseASecondNodeOnTheChannel() throws IOException
    {
        serve(null, "off");

        final CommandException failure = assertThrows(CommandException.class,
            () -> open(settings(folder.resolve("other"), null, "off", List.of("aeron:ipc"))));

        assertTrue(failure.getMessage().contains("another node serves the channel already: channel=aeron:ipc"),
            failure.getMessage());
    }

    @Test
    void shouldServeASecondLogAtTheSameDriver() throws IOException
    {
        serve(null, "off");
        final String second = "aeron:udp?endpoint=127.0.0.1:" + FreePorts.find(2);

        try (Appliance other = open(settings(folder.resolve("other"), null, "off", List.of(second))))
        {
            assertEquals(List.of(second), other.channels());
            over(second, "put", "a/b/7", "T", "other");
            over(ipc(), "put", "a/b/7", "T", "one");
            assertTrue(over(second, "tail").get(0).endsWith(" T other"), shell.out());
            assertTrue(said().contains("driver=external"), said());
        }
        assertTrue(over(ipc(), "tail").get(0).endsWith(" T one"), shell.out());
    }

    @Test
    void shouldPrintItsFigures() throws Exception
    {
        serve(null, "127.0.0.1:0");
        shell.runWith(lines(0, 100), "load", "-", "--connect", ipc()).endsWith(0);
        final Matcher http = HTTP.matcher(said());
        assertTrue(http.find(), said());

        final String metrics = ask("http://" + http.group(1) + "/metrics").body();
        assertTrue(metrics.contains("\nvarve_up 1\n"), metrics);
        assertTrue(metrics.contains("\nvarve_journaled_position 100\n"), metrics);
        assertTrue(metrics.contains("\nvarve_events_total 100\n"), metrics);
        assertEquals(200, ask("http://" + http.group(1) + "/health").statusCode());
    }

    private static HttpResponse<String> ask(final String uri) throws Exception
    {
        return HttpClient.newHttpClient().send(
            HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void shouldLeaveNothingBehindButTheLog() throws IOException
    {
        serve(null, "off");
        over(ipc(), "put", "a/b/7", "T", "x");
        appliance.close();

        assertFalse(Files.exists(folder.resolve("aeron")));
        assertEquals(1, data("tail").size());
        err.reset();
        serve(null, "off");
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("previous=clean"), err.toString(StandardCharsets.UTF_8));
    }
}
