package io.varve.tools.torture.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Another JVM with this one's class path, whose lines are collected as they come; it ends when this is closed. */
public final class ChildProcess implements AutoCloseable
{
    private static final String END = "";
    private static final String COMMAND_LINE = "io.varve.tools.Varve";
    private static final List<String> FLAGS = List.of(
        "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
        "--add-opens=java.base/java.util.zip=ALL-UNNAMED",
        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
        "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
        "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
        "-XX:TieredStopAtLevel=1",
        "-Xmx128m");

    private final Process process;
    private final Thread reader;
    private final Thread killer;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final StringBuilder said = new StringBuilder();

    /**
     * Starts a program.
     *
     * @param prefix    command ahead of java, empty for none.
     * @param main      its class.
     * @param errorFile where the JVM writes what it died of.
     */
    public ChildProcess(final List<String> prefix, final Class<?> main, final Path errorFile, final List<String> arguments)
        throws IOException
    {
        this(prefix, List.of(), main.getName(), errorFile, arguments);
    }

    private ChildProcess(
        final List<String> prefix,
        final List<String> properties,
        final String main,
        final Path errorFile,
        final List<String> arguments) throws IOException
    {
        final List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.add("-XX:ErrorFile=" + errorFile);
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
        command.addAll(properties);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main);
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        reader = new Thread(this::read, "torture-child-reader");
        reader.setDaemon(true);
        reader.start();
        // Ctrl-C reaches the children by itself, SIGTERM to this process alone does not.
        killer = new Thread(process::destroyForcibly, "torture-child-killer");
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /**
     * Starts a command of this program, as a user does.
     *
     * @param prefix    command ahead of java, empty for none.
     * @param errorFile where the JVM writes what it died of.
     * @param arguments the command and its options.
     */
    public static ChildProcess ofCommand(final List<String> prefix, final Path errorFile, final List<String> arguments)
        throws IOException
    {
        return new ChildProcess(prefix, List.of(), COMMAND_LINE, errorFile, arguments);
    }

    /**
     * Starts somebody else's program of this class path.
     *
     * @param properties of the JVM, each a {@code -D} option.
     */
    static ChildProcess ofProgram(final List<String> properties, final String main, final Path errorFile) throws IOException
    {
        return new ChildProcess(List.of(), properties, main, errorFile, List.of());
    }

    private void read()
    {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)))
        {
            for (String line = in.readLine(); line != null; line = in.readLine())
            {
                lines.add(line);
            }
        }
        catch (final IOException e)
        {
            // It has ended, which is what the end of its lines says too.
        }
        lines.add(END);
    }

    /** Its next line, or null when none comes in time or at all. */
    public String nextLine(final long timeoutMs) throws InterruptedException
    {
        final String line = lines.poll(timeoutMs, TimeUnit.MILLISECONDS);
        if (END.equals(line))
        {
            lines.add(END);
            return null;
        }
        if (line != null && said.length() < 2_000)
        {
            said.append(line).append(' ');
        }
        return line;
    }

    /** What it said first, for a finding. */
    public String said()
    {
        return said.toString();
    }

    public boolean isAlive()
    {
        return process.isAlive();
    }

    public long pid()
    {
        return process.pid();
    }

    /** SIGKILL, and waits; lines that it had written can still be had. */
    public void kill() throws InterruptedException
    {
        process.destroyForcibly().waitFor();
        reader.join(TimeUnit.SECONDS.toMillis(5));
    }

    /** SIGTERM, to the program itself when a prefix has put it into a container. */
    public void terminate()
    {
        program().destroy();
    }

    /** Process number of the program as it is seen from here, whatever it is in its container. */
    public long programPid()
    {
        return program().pid();
    }

    private ProcessHandle program()
    {
        ProcessHandle program = process.toHandle();
        for (ProcessHandle child = program; child != null; child = child.children().findFirst().orElse(null))
        {
            program = child;
        }
        return program;
    }

    /** SIGSTOP: it does nothing until it is let go. */
    public void pause() throws IOException, InterruptedException
    {
        signal("STOP");
    }

    /** SIGCONT. */
    public void resume() throws IOException, InterruptedException
    {
        signal("CONT");
    }

    private void signal(final String name) throws IOException, InterruptedException
    {
        final int exitCode = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
        if (exitCode != 0 && process.isAlive())
        {
            throw new IOException("kill -" + name + " has failed: exit code=" + exitCode);
        }
    }

    /** Asks it to end, by the end of its input. */
    public void askToEnd() throws IOException
    {
        process.getOutputStream().close();
    }

    /** Sends a line. */
    public void tell(final String line) throws IOException
    {
        process.getOutputStream().write((line + '\n').getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Its exit code, -1 when it does not end in time; all that it said can be had then. */
    public int exitCode(final long timeoutMs) throws InterruptedException
    {
        if (!process.waitFor(timeoutMs, TimeUnit.MILLISECONDS))
        {
            return -1;
        }
        reader.join(TimeUnit.SECONDS.toMillis(5));
        return process.exitValue();
    }

    @Override
    public void close()
    {
        process.destroyForcibly();
        try
        {
            Runtime.getRuntime().removeShutdownHook(killer);
        }
        catch (final IllegalStateException e)
        {
            return; // this process ends already, and the hook does what was done here
        }
    }
}
