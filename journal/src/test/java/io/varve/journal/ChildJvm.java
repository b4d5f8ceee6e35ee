package io.varve.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM with this one's class path and flags; it ends with the test. */
final class ChildJvm implements AutoCloseable
{
    /** What a child says when it has opened what it opens. */
    static final String READY = "ready";

    private final Process process;
    private final BufferedReader output;
    private final StringBuilder said = new StringBuilder();

    private ChildJvm(final Process process)
    {
        this.process = process;
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static ChildJvm start(final Class<?> main, final Object... arguments) throws IOException
    {
        return start(main.getName(), null, arguments);
    }

    /** @param outputFile takes what it prints; null to read it here. */
    static ChildJvm start(final String main, final Path outputFile, final Object... arguments) throws IOException
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--add-") || argument.startsWith("--enable-") ||
                argument.startsWith("--sun-misc-") || argument.startsWith("-Dorg.slf4j"))
            .forEach(command::add);
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Xmx128m");
        command.add("-XX:ErrorFile=" + Path.of(System.getProperty("java.io.tmpdir"), "varve-child-%p.log"));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main);
        for (final Object argument : arguments)
        {
            command.add(argument.toString());
        }
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (outputFile != null)
        {
            builder.redirectOutput(outputFile.toFile());
        }
        return new ChildJvm(builder.start());
    }

    /** Waits until it says that it is ready. */
    ChildJvm awaitReady() throws IOException
    {
        return await(READY);
    }

    /** Waits until it prints a line that starts with a text. */
    ChildJvm await(final String text) throws IOException
    {
        String line = output.readLine();
        while (line != null && !line.startsWith(text))
        {
            said.append(line).append('\n');
            line = output.readLine();
        }
        if (line == null)
        {
            throw new IllegalStateException("child has ended without saying \"" + text + "\"; it said: " + said);
        }
        return this;
    }

    /** Gives it a while to do whatever it is doing. */
    boolean endsWithin(final long ms) throws InterruptedException
    {
        return process.waitFor(ms, TimeUnit.MILLISECONDS);
    }

    /** SIGKILL. */
    void kill() throws InterruptedException
    {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to end, by the end of its input, and waits. */
    int end() throws IOException, InterruptedException
    {
        process.getOutputStream().close();
        for (String line = output.readLine(); line != null; line = output.readLine())
        {
            said.append(line).append('\n');
        }
        return process.waitFor();
    }

    String said()
    {
        return said.toString();
    }

    long pid()
    {
        return process.pid();
    }

    @Override
    public void close()
    {
        process.destroyForcibly();
    }
}
