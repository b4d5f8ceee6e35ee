package io.varve.perf.server;

import io.varve.perf.jvm.Cleanup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process that listens on a port of the loopback interface; what it says goes into a file of its directory. */
final class ServerProcess implements AutoCloseable
{
    private static final String LOOPBACK = "127.0.0.1";
    private static final long START_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int STOP_TIMEOUT_S = 10;

    private final Process process;
    private final Path log;
    private final String title;
    private final int port;

    /**
     * Starts it and waits until it listens.
     *
     * @param directory that is its own, and there.
     */
    ServerProcess(final String title, final List<String> command, final Path directory, final int port) throws IOException
    {
        this.title = title;
        this.port = port;
        log = directory.resolve("server.log");
        process = Cleanup.start(new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
            .redirectOutput(log.toFile()), ServerProcess::kill);
        process.getOutputStream().close();
        try
        {
            awaitPort();
        }
        catch (final IOException e)
        {
            close();
            throw e;
        }
    }

    /** One that nobody listens on now. */
    static int freePort() throws IOException
    {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK)))
        {
            return socket.getLocalPort();
        }
    }

    /** Host and port. */
    String address()
    {
        return LOOPBACK + ':' + port;
    }

    private void awaitPort() throws IOException
    {
        final long deadlineNs = System.nanoTime() + START_TIMEOUT_NS;
        while (!isListening())
        {
            if (!process.isAlive() || System.nanoTime() - deadlineNs > 0)
            {
                throw new IOException(title + " did not start: exit=" + (process.isAlive() ? "none" : process.exitValue()) +
                    ", said=" + Programs.lastLine(Files.readString(log, StandardCharsets.ISO_8859_1).strip()));
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private boolean isListening()
    {
        try (Socket socket = new Socket())
        {
            socket.connect(new InetSocketAddress(LOOPBACK, port), (int)TimeUnit.SECONDS.toMillis(1));
            return true;
        }
        catch (final IOException e)
        {
            return false;
        }
    }

    private static void kill(final Process process)
    {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try
        {
            process.waitFor(STOP_TIMEOUT_S, TimeUnit.SECONDS);
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks it to end, and makes it when it does not. */
    @Override
    public void close()
    {
        process.destroy();
        try
        {
            if (!process.waitFor(STOP_TIMEOUT_S, TimeUnit.SECONDS))
            {
                kill(process);
            }
        }
        catch (final InterruptedException e)
        {
            kill(process);
            Thread.currentThread().interrupt();
        }
    }
}
