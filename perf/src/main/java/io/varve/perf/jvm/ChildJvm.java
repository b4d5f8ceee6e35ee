package io.varve.perf.jvm;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A JVM with this one's class path whose lines of stdout are its answers; its stderr is ours. */
public final class ChildJvm implements AutoCloseable
{
    private static final long EXIT_TIMEOUT_S = 60;
    private static final long ANSWER_TIMEOUT_S = 600;
    private static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor(task ->
    {
        final Thread thread = new Thread(task, "patience");
        thread.setDaemon(true);
        return thread;
    });

    private final String name;
    private final Process process;
    private final BufferedReader answers;

    private ChildJvm(final String name, final Process process)
    {
        this.name = name;
        this.process = process;
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts a main class. It ends with us. */
    public static ChildJvm start(final Class<?> main, final List<String> jvmArguments, final List<String> arguments)
        throws IOException
    {
        return start(main, jvmArguments, arguments, List.of());
    }

    /**
     * Starts a main class. It ends with us.
     *
     * @param path more of the class path, behind ours.
     */
    public static ChildJvm start(
        final Class<?> main, final List<String> jvmArguments, final List<String> arguments, final List<Path> path)
        throws IOException
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmFlags.ofChild());
        command.addAll(jvmArguments);
        final StringBuilder classPath = new StringBuilder(System.getProperty("java.class.path"));
        path.forEach(part -> classPath.append(File.pathSeparatorChar).append(part));
        command.addAll(List.of("-cp", classPath.toString(), main.getName()));
        command.addAll(arguments);
        return new ChildJvm(main.getSimpleName(), Cleanup.start(
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT), ChildJvm::kill));
    }

    /**
     * Reads its next line; one that says nothing for ten minutes is killed, so that no run lasts for ever.
     *
     * @throws IOException when it has ended without one.
     */
    public String answer() throws IOException
    {
        final Future<?> patience = WATCH.schedule(() -> kill(process), ANSWER_TIMEOUT_S, TimeUnit.SECONDS);
        final String line = answers.readLine();
        patience.cancel(false);
        if (line == null)
        {
            throw new IOException("a child process has failed, see above: child=" + name);
        }
        return line;
    }

    /** Reads a line that starts with a word and returns the numbers behind it. */
    public double[] numbers(final String word) throws IOException
    {
        final String[] parts = answer().split(" ");
        if (!parts[0].equals(word))
        {
            throw new IOException("a child process said something else: child=" + name + ", expected=" + word + ", said=" +
                String.join(" ", parts));
        }
        final double[] numbers = new double[parts.length - 1];
        for (int i = 0; i < numbers.length; i++)
        {
            numbers[i] = Double.parseDouble(parts[i + 1]);
        }
        return numbers;
    }

    /** Sends it a line. */
    public void tell(final String line) throws IOException
    {
        process.getOutputStream().write((line + '\n').getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /**
     * Waits for its good end.
     *
     * @throws IOException when it fails or takes too long.
     */
    public void awaitEnd() throws IOException
    {
        try
        {
            if (!process.waitFor(EXIT_TIMEOUT_S, TimeUnit.SECONDS) || process.exitValue() != 0)
            {
                throw new IOException("a child process has failed, see above: child=" + name + ", exit=" +
                    (process.isAlive() ? "none in " + EXIT_TIMEOUT_S + " s" : process.exitValue()));
            }
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a child process: child=" + name, e);
        }
    }

    /** Kills it unless it has ended; it writes nothing any more when this returns. */
    @Override
    public void close()
    {
        kill(process);
    }

    private static void kill(final Process process)
    {
        process.destroyForcibly();
        try
        {
            process.waitFor(EXIT_TIMEOUT_S, TimeUnit.SECONDS);
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
    }
}
