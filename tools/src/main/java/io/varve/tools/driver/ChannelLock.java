package io.varve.tools.driver;

import io.varve.tools.console.CommandException;
import org.agrona.CloseHelper;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Set;

/**
 * Keeps a second node off a channel: Aeron would hand every client's messages to both. A kernel lock beside the driver, which
 * ends with the process.
 */
public final class ChannelLock implements AutoCloseable
{
    private final FileChannel file;
    private final FileLock lock;

    private ChannelLock(final FileChannel file, final FileLock lock)
    {
        this.file = file;
        this.lock = lock;
    }

    /**
     * Takes it.
     *
     * @param directory of the driver.
     * @throws CommandException when another node has it.
     */
    public static ChannelLock take(final String directory, final String channel)
    {
        final Path path = Path.of(directory, "varve-" +
            HexFormat.of().toHexDigits(channel.hashCode()) + '-' + channel.getBytes(StandardCharsets.UTF_8).length + ".lock");
        FileChannel file = null;
        try
        {
            file = FileChannel.open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
            final FileLock lock = file.tryLock();
            if (lock != null)
            {
                return new ChannelLock(file, lock);
            }
        }
        catch (final OverlappingFileLockException e)
        {
            CloseHelper.quietClose(file);
            throw taken(directory, channel);
        }
        catch (final IOException e)
        {
            CloseHelper.quietClose(file);
            throw CommandException.failed(CommandException.IO_ERROR,
                "cannot lock the channel: channel=" + channel + ", file=" + path + ": " + e.getMessage(), e);
        }
        CloseHelper.quietClose(file);
        throw taken(directory, channel);
    }

    private static CommandException taken(final String directory, final String channel)
    {
        return CommandException.failed("LOCKED", "another node serves the channel already: channel=" + channel +
            ", media driver=" + directory + "; name another channel, or another driver with --aeron-dir", null);
    }

    @Override
    public void close()
    {
        CloseHelper.quietCloseAll(lock, file);
    }
}
