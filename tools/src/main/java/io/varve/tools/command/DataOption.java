package io.varve.tools.command;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/** The option that names a data directory, of commands that care for its files. */
final class DataOption
{
    @Option(names = "--data", paramLabel = "DIR", required = true, description = "Data directory.")
    private Path directory;

    /** Its path. */
    Path directory()
    {
        return directory;
    }
}
