package io.varve.perf.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Redis with an append-only file. */
public final class RedisServer implements Server
{
    private final ServerProcess process;
    private final String version;

    /**
     * Starts it.
     *
     * @param fsync of the append-only file: {@code always} or {@code everysec}.
     * @throws MissingServerException when it is not installed.
     */
    public RedisServer(final Path directory, final String fsync) throws IOException
    {
        final Path program = Programs.find("redis-server", "redis-server");
        version = Programs.run(List.of(program.toString(), "--version"));
        Files.createDirectories(directory);
        final int port = ServerProcess.freePort();
        process = new ServerProcess("Redis", List.of(program.toString(), "--bind", "127.0.0.1", "--port", Integer.toString(port),
            "--dir", directory.toString(), "--save", "", "--appendonly", "yes", "--appendfsync", fsync, "--daemonize", "no",
            "--auto-aof-rewrite-percentage", "0", "--protected-mode", "yes"), directory, port);
    }

    /** How it is set, for people. */
    public static String settings(final String fsync)
    {
        return "redis-server on loopback TCP, appendonly yes, appendfsync " + fsync + ", save \"\", no rewrites of the file";
    }

    @Override
    public String address()
    {
        return process.address();
    }

    @Override
    public String version()
    {
        return version.replaceAll(".*v=([0-9.]+).*", "$1");
    }

    @Override
    public void close()
    {
        process.close();
    }
}
