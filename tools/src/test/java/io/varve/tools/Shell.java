package io.varve.tools;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Runs commands in the test's process and keeps what they said. */
final class Shell
{
    private String out;
    private String err;
    private int exitCode;

    /** Runs a command with nothing on stdin. */
    Shell run(final String... args)
    {
        return runWith("", args);
    }

    /** Runs a command with a text on stdin. */
    Shell runWith(final String in, final String... args)
    {
        return runWith(in.getBytes(StandardCharsets.UTF_8), args);
    }

    /** Runs a command with bytes on stdin. */
    Shell runWith(final byte[] in, final String... args)
    {
        final ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        final ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        exitCode = Varve.run(args, new ByteArrayInputStream(in), outBytes, errBytes);
        out = outBytes.toString(StandardCharsets.UTF_8);
        err = errBytes.toString(StandardCharsets.UTF_8);
        return this;
    }

    /** Expects an exit code, and an error line for all but 0. */
    Shell endsWith(final int expectedExitCode)
    {
        assertEquals(expectedExitCode, exitCode, () -> "stdout=" + out + "stderr=" + err);
        assertEquals(expectedExitCode == 0 ? 0 : 1, err.lines().count(), () -> "stderr=" + err);
        return this;
    }

    String out()
    {
        return out;
    }

    List<String> outLines()
    {
        return out.lines().toList();
    }

    String err()
    {
        return err;
    }

    int exitCode()
    {
        return exitCode;
    }
}
