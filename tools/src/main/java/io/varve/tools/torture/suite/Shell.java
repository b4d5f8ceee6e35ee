package io.varve.tools.torture.suite;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Commands of the machine that a suite needs; only where they are there and allowed. */
final class Shell
{
    private static final long TIMEOUT_SECONDS = 20;

    private Shell()
    {
    }

    /** @return whether the command is there and says that it worked. */
    static boolean run(final String... command)
    {
        try
        {
            final Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        }
        catch (final IOException e)
        {
            return false;
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
