package io.varve.journal;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Mounts for tests that need a file system with a property; only where that is allowed. */
final class Mounts
{
    private Mounts()
    {
    }

    /** @return whether the command is there and says that it worked. */
    static boolean run(final String... command) throws InterruptedException
    {
        try
        {
            final Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        }
        catch (final IOException e)
        {
            return false;
        }
    }
}
