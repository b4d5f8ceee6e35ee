package io.varve.replication;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import org.agrona.concurrent.BackoffIdleStrategy;

import java.nio.file.Path;

/** A media driver for a test, in a directory of its own, with small terms and one thread. */
final class TestDriver implements AutoCloseable
{
    private final MediaDriver driver;

    TestDriver(final Path folder)
    {
        driver = MediaDriver.launch(new MediaDriver.Context()
            .aeronDirectoryName(folder.resolve("aeron").toString())
            .threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(new BackoffIdleStrategy(20, 20, 1_000, 200_000))
            .publicationTermBufferLength(256 * 1024)
            .ipcTermBufferLength(256 * 1024)
            .termBufferSparseFile(true)
            .performStorageChecks(false)
            .publicationLingerTimeoutNs(100_000_000L)
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true));
    }

    String directory()
    {
        return driver.aeronDirectoryName();
    }

    @Override
    public void close()
    {
        driver.close();
    }
}
