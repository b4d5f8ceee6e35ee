package io.varve.tools.driver;

import io.aeron.driver.MediaDriver;
import io.varve.tools.console.CommandException;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A driver in this process, whose directory tells others by a lock that it lives. */
final class OwnDriver implements AutoCloseable
{
    private final MediaDriver driver;
    private final FileChannel channel;
    private final FileLock lock;

    /** @param context with the directory, where no driver is active; what an earlier one left there is deleted. */
    OwnDriver(final MediaDriver.Context context)
    {
        try
        {
            driver = MediaDriver.launch(context.dirDeleteOnStart(true));
        }
        catch (final RuntimeException e)
        {
            throw CommandException.failed(CommandException.IO_ERROR, "cannot start a media driver: directory=" +
                context.aeronDirectoryName() + ": " + e.getMessage() + "; name another directory with --aeron-dir", e);
        }
        try
        {
            final Path file = Path.of(directory(), DriverDirectory.LOCK_FILE_NAME);
            final Path unlocked = file.resolveSibling("new-" + DriverDirectory.LOCK_FILE_NAME);
            channel = FileChannel.open(unlocked, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
            lock = channel.lock();
            Files.move(unlocked, file); // whoever finds it free knows that its driver is dead
        }
        catch (final IOException e)
        {
            driver.close();
            throw CommandException.failed(CommandException.IO_ERROR,
                "cannot lock the media driver's directory: directory=" + directory() + ": " + e.getMessage(), e);
        }
    }

    String directory()
    {
        return driver.aeronDirectoryName();
    }

    @Override
    public void close()
    {
        CloseHelper.quietCloseAll(driver, lock, channel);
        IoUtil.delete(driver.context().aeronDirectory(), true);
    }
}
