package io.varve.tools.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a command speaks and listens to: the three streams of its process. */
public final class Console
{
    private static final Path STDERR = Path.of("/proc/self/fd/2");

    private final InputStream in;
    private final Output out;
    private final Output err;
    private final boolean errIsTerminal;

    /** Streams that it does not close. */
    public Console(
        final InputStream in, final OutputStream out, final OutputStream err, final boolean errIsTerminal)
    {
        this.in = in;
        this.out = new Output(out, "stdout");
        this.err = new Output(err, "stderr");
        this.errIsTerminal = errIsTerminal;
    }

    /**
     * True when this process's stderr is a terminal.
     *
     * <p>Asked of the kernel, because {@code System.console()} answers differently from JDK to JDK when only some of
     * the streams are piped.
     */
    public static boolean isStderrTerminal()
    {
        try
        {
            final String target = Files.readSymbolicLink(STDERR).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || "/dev/console".equals(target);
        }
        catch (final IOException | UnsupportedOperationException e)
        {
            return false;
        }
    }

    /** What is piped in. */
    public InputStream in()
    {
        return in;
    }

    /** Results. */
    public Output out()
    {
        return out;
    }

    /** Errors, notes and progress. */
    public Output err()
    {
        return err;
    }

    /** True when a person watches: progress may be shown. */
    public boolean errIsTerminal()
    {
        return errIsTerminal;
    }
}
