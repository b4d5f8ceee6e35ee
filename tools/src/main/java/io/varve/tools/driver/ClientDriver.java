package io.varve.tools.driver;

import io.aeron.exceptions.AeronException;
import org.agrona.IoUtil;
import org.agrona.SystemUtil;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A small private driver for a command that talks to a node over UDP; it needs no other on its host. */
public final class ClientDriver implements AutoCloseable
{
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /** A directory without a lock that is younger may be of a driver that starts just now. */
    private static final long LEAST_AGE_MS = TimeUnit.SECONDS.toMillis(30);

    private final OwnDriver driver;

    /** A command that is told to end does not come to its end: only the files are taken away, the rest goes with the process. */
    private final Thread onExit;

    private ClientDriver(final OwnDriver driver)
    {
        this.driver = driver;
        onExit = new Thread(() -> IoUtil.delete(new File(driver.directory()), true), "varve-client-driver-exit");
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    /** Starts it, and takes away what clients that were killed have left. Its directory goes with the process at the latest. */
    public static ClientDriver launch()
    {
        return launch(Files.isWritable(MEMORY) ? MEMORY : Path.of(SystemUtil.tmpDirName()));
    }

    /** @param folder where directories of such drivers are. */
    static ClientDriver launch(final Path folder)
    {
        final String prefix = "varve-client-" + System.getProperty("user.name", "default") + '-';
        sweep(folder, prefix);
        return new ClientDriver(new OwnDriver(DriverSettings.context(folder.resolve(
            prefix + ProcessHandle.current().pid() + '-' + Long.toHexString(System.nanoTime()) + '-' +
            NUMBERS.getAndIncrement()).toString())));
    }

    /** Where a client of it connects. */
    public String directory()
    {
        return driver.directory();
    }

    private static void sweep(final Path folder, final String prefix)
    {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(folder, prefix + '*'))
        {
            final long youngestMs = System.currentTimeMillis() - LEAST_AGE_MS;
            for (final Path directory : directories)
            {
                if (DriverDirectory.isLeftBehind(directory) ||
                    Files.getLastModifiedTime(directory).toMillis() < youngestMs && !DriverDirectory.isActive(directory))
                {
                    IoUtil.delete(directory.toFile(), true);
                }
            }
        }
        catch (final IOException | AeronException e)
        {
            // Another one sweeps too, or the directory is not ours to look at: what is left costs room, not a start.
            return;
        }
    }

    @Override
    public void close()
    {
        driver.close();
        try
        {
            Runtime.getRuntime().removeShutdownHook(onExit);
        }
        catch (final IllegalStateException e)
        {
            return; // it runs already, and finds nothing
        }
    }
}
