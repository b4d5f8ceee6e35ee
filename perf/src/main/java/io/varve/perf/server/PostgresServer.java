package io.varve.perf.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL, which does not run as root: the user {@code postgres}, that its package makes, runs it then. */
public final class PostgresServer implements Server
{
    /** The user that the database belongs to, whoever runs it. */
    public static final String USER = "bench";

    private static final String SYSTEM_USER = "postgres";
    private static final List<String> SETTINGS = List.of("shared_buffers=1GB", "max_wal_size=4GB", "checkpoint_timeout=15min",
        "wal_buffers=16MB", "synchronous_commit=on", "fsync=on", "max_connections=40");

    private final ServerProcess process;
    private final String version;

    /**
     * Starts it.
     *
     * @throws MissingServerException when it is not installed.
     */
    public PostgresServer(final Path directory) throws IOException
    {
        final Path program = Programs.find("postgres", "postgresql");
        final Path initdb = Programs.find("initdb", "postgresql");
        version = Programs.run(List.of(program.toString(), "--version"));
        Files.createDirectories(directory);
        final List<String> asUser = asUser(directory);
        final Path data = directory.resolve("data");
        Programs.run(command(asUser, initdb.toString(), "-D", data.toString(), "-U", USER, "--auth=trust", "--no-sync",
            "--encoding=UTF8", "--locale=C"));
        final int port = ServerProcess.freePort();
        final List<String> command = command(asUser, program.toString(), "-D", data.toString(), "-h", "127.0.0.1", "-p",
            Integer.toString(port), "-k", directory.toString());
        for (final String setting : SETTINGS)
        {
            command.addAll(List.of("-c", setting));
        }
        process = new ServerProcess("PostgreSQL", command, directory, port);
    }

    /** How it is set, for people. */
    public static String settings()
    {
        return "on loopback TCP, " + String.join(", ", SETTINGS);
    }

    /** What goes ahead of a command so that the server's user runs it, to whom the directory is given. */
    private static List<String> asUser(final Path directory) throws IOException
    {
        if (!System.getProperty("user.name").equals("root"))
        {
            return List.of();
        }
        final Path setpriv = Programs.find("setpriv", "util-linux");
        try
        {
            Files.setOwner(directory,
                directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(SYSTEM_USER));
        }
        catch (final IOException e)
        {
            throw new MissingServerException("PostgreSQL does not run as root, and there is no user " + SYSTEM_USER);
        }
        // The scratch directory above is ours alone; the server must be able to pass it.
        return List.of(setpriv.toString(), "--reuid=" + SYSTEM_USER, "--regid=" + SYSTEM_USER, "--clear-groups",
            "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search");
    }

    private static List<String> command(final List<String> asUser, final String... words)
    {
        final List<String> command = new ArrayList<>(asUser);
        command.addAll(List.of(words));
        return command;
    }

    @Override
    public String address()
    {
        return process.address();
    }

    @Override
    public String version()
    {
        return version.replaceAll("[^0-9]*([0-9.]+).*", "$1");
    }

    @Override
    public void close()
    {
        process.close();
    }
}
