package io.varve.perf.server;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that are installed. */
final class Programs
{
    private static final List<Path> USUAL = List.of(Path.of("/usr/bin"), Path.of("/usr/sbin"), Path.of("/usr/local/bin"),
        Path.of("/usr/local/sbin"));
    private static final Path POSTGRESQL = Path.of("/usr/lib/postgresql");
    private static final int TIMEOUT_S = 60;

    private Programs()
    {
    }

    /**
     * Finds one on the path, or where Debian puts it.
     *
     * @throws MissingServerException when it is not there.
     */
    static Path find(final String name, final String debianPackage) throws IOException
    {
        final List<Path> folders = new ArrayList<>();
        for (final String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        {
            folders.add(Path.of(folder));
        }
        folders.addAll(USUAL);
        if (Files.isDirectory(POSTGRESQL))
        {
            try (DirectoryStream<Path> versions = Files.newDirectoryStream(POSTGRESQL))
            {
                versions.forEach(version -> folders.add(version.resolve("bin")));
            }
        }
        for (final Path folder : folders)
        {
            if (Files.isExecutable(folder.resolve(name)))
            {
                return folder.resolve(name);
            }
        }
        throw new MissingServerException(name + " is not installed (Debian's package " + debianPackage + " has it)");
    }

    /**
     * Runs a command to its end.
     *
     * @return what it said.
     * @throws IOException when it failed, with what it said.
     */
    static String run(final List<String> command) throws IOException
    {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try
        {
            if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS) || process.exitValue() != 0)
            {
                process.destroyForcibly();
                throw new IOException("a command has failed: command=" + command.get(0) + ", said=" + lastLine(said));
            }
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a command: command=" + command.get(0), e);
        }
        return said;
    }

    static String lastLine(final String text)
    {
        final String[] lines = text.split("\n");
        return lines[lines.length - 1].strip();
    }
}
