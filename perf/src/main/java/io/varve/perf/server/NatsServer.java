package io.varve.perf.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** NATS with JetStream. */
public final class NatsServer implements Server
{
    private final ServerProcess process;
    private final String version;

    /**
     * Starts it.
     *
     * @throws MissingServerException when it is not installed.
     */
    public NatsServer(final Path directory) throws IOException
    {
        final Path program = Programs.find("nats-server", "nats-server");
        version = Programs.run(List.of(program.toString(), "--version"));
        Files.createDirectories(directory);
        final int port = ServerProcess.freePort();
        process = new ServerProcess("NATS", List.of(program.toString(), "-a", "127.0.0.1", "-p", Integer.toString(port), "-js",
            "-sd", directory.toString()), directory, port);
    }

    @Override
    public String address()
    {
        return process.address();
    }

    @Override
    public String version()
    {
        return version.replaceAll(".*v([0-9.]+).*", "$1");
    }

    @Override
    public void close()
    {
        process.close();
    }
}
