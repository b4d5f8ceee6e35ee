package io.varve.tools;

import io.varve.tools.command.Commands;
import io.varve.tools.console.CommandException;
import io.varve.tools.console.Console;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The program: one command a process. */
public final class Varve
{
    private static final char UNREADABLE = '\uFFFD';

    private Varve()
    {
    }

    /** Runs the command that the arguments name and ends the process with its exit code. */
    public static void main(final String[] args)
    {
        // Not System.out: that swallows errors, and encodes by locale.
        final Console console = new Console(
            new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            Console.isStderrTerminal());
        System.exit(areReadable(args) ? run(args, console) : reportUnreadable(args, console));
    }

    /**
     * Runs a command in this process, which goes on.
     *
     * @return its exit code.
     */
    public static int run(
        final String[] args, final InputStream in, final OutputStream out, final OutputStream err)
    {
        return run(args, new Console(in, out, err, false));
    }

    private static int run(final String[] args, final Console console)
    {
        final FailureReport failures = new FailureReport(console, asksForJson(args));
        try
        {
            final int exitCode = Commands.execute(args, console, version(), failures::report);
            console.out().flush();
            return exitCode;
        }
        catch (final Throwable e)
        {
            // Errors of the JVM too: out of memory is one line and an exit code, not a stack.
            return failures.report(e);
        }
    }

    private static boolean asksForJson(final String[] args)
    {
        for (final String arg : args)
        {
            if ("--json".equals(arg))
            {
                return true;
            }
            if ("--".equals(arg))
            {
                return false;
            }
        }
        return false;
    }

    private static String version()
    {
        final String version = Varve.class.getPackage().getImplementationVersion();
        return "varve " + (version == null ? "development" : version) +
            " (java " + System.getProperty("java.version") + ')';
    }

    /** A JVM in a locale without UTF-8 has destroyed other characters before we see them: never write those. */
    private static boolean areReadable(final String[] args)
    {
        if (StandardCharsets.UTF_8.equals(Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"))))
        {
            return true;
        }
        return String.join("", args).indexOf(UNREADABLE) < 0;
    }

    private static int reportUnreadable(final String[] args, final Console console)
    {
        return new FailureReport(console, asksForJson(args)).report(CommandException.usage(
            "arguments have characters that this locale cannot read; start with LC_ALL=C.UTF-8"));
    }
}
