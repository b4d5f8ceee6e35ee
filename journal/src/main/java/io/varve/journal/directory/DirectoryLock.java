package io.varve.journal.directory;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The right to write into a data directory: a kernel lock on {@code LOCK}, which ends with the process.
 *
 * <p>A second open and close of the locked file anywhere in this process would silently drop the lock (POSIX), so a registry
 * by real path refuses a second store of the same directory before the file is touched, and nothing else opens it.
 */
public final class DirectoryLock implements AutoCloseable
{
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Pattern HOLDER_TEXT = Pattern.compile(".*pid=(\\d+), boot=([0-9a-f]+), .*", Pattern.DOTALL);
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path realRoot;
    private final FileChannel channel;
    private final FileLock lock;

    private DirectoryLock(final Path realRoot, final FileChannel channel, final FileLock lock)
    {
        this.realRoot = realRoot;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the lock.
     *
     * @throws EventLogException with {@link ErrorCode#LOCKED}, naming the holder.
     */
    public static DirectoryLock acquire(final DirectoryLayout directory, final BootId bootId)
    {
        FileChannel channel = null;
        Path realRoot = null;
        try
        {
            realRoot = directory.root().toRealPath();
            if (!HELD_HERE.add(realRoot))
            {
                realRoot = null;
                throw new EventLogException(ErrorCode.LOCKED, 
                    "data directory is already open for writing in this process: directory=" +
                    directory.root() + "; share the open store");
            }
            channel = DurableFiles.open(directory.lock());
            final FileLock lock = channel.tryLock();
            if (lock == null)
            {
                throw new EventLogException(ErrorCode.LOCKED,
                    "data directory is open for writing in another process: directory=" + directory.root() + ", " +
                    holder(directory) + "; stop that process or use another directory");
            }
            writeHolder(directory, bootId);
            return new DirectoryLock(realRoot, channel, lock);
        }
        catch (final IOException | OverlappingFileLockException e)
        {
            release(realRoot, channel);
            throw e instanceof IOException io ?
                DurableFiles.failure("lock the data directory", directory.lock(), io) : (OverlappingFileLockException)e;
        }
        catch (final EventLogException e)
        {
            release(realRoot, channel);
            throw e;
        }
    }

    private static String holder(final DirectoryLayout directory)
    {
        try
        {
            return Files.readString(directory.holder(), StandardCharsets.UTF_8).trim();
        }
        catch (final IOException e)
        {
            return "holder=unknown";
        }
    }

    /** Whether {@code HOLDER} names a process of this machine that lives; it may have closed the directory since. */
    public static boolean isHolderAlive(final DirectoryLayout directory, final BootId bootId)
    {
        final Matcher matcher = HOLDER_TEXT.matcher(holder(directory));
        return matcher.matches() && matcher.group(2).equals(bootId.text()) &&
            ProcessHandle.of(Long.parseLong(matcher.group(1))).isPresent();
    }

    private static void writeHolder(final DirectoryLayout directory, final BootId bootId) throws IOException
    {
        final String text = "host=" + hostName() + ", pid=" + ProcessHandle.current().pid() + ", boot=" +
            bootId.text() + ", since=" +
            Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\n";
        try (FileChannel channel = DurableFiles.open(directory.holder()))
        {
            channel.truncate(0);
            DurableFiles.writeFully(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
        }
    }

    /** As the kernel has it: a resolver may ask other machines, and a start must wait for none. */
    private static String hostName()
    {
        try
        {
            return Files.readString(HOST_NAME, StandardCharsets.UTF_8).trim();
        }
        catch (final IOException e)
        {
            return "unknown";
        }
    }

    private static void release(final Path realRoot, final FileChannel channel)
    {
        if (realRoot != null)
        {
            HELD_HERE.remove(realRoot);
        }
        try
        {
            if (channel != null)
            {
                channel.close();
            }
        }
        catch (final IOException e)
        {
            // The kernel drops the lock with the descriptor; nothing more can be done.
        }
    }

    /** @throws IllegalStateException when it was given up. */
    public void requireHeld()
    {
        if (!lock.isValid())
        {
            throw new IllegalStateException("lock of the data directory was given up: directory=" + realRoot);
        }
    }

    /** Gives the right up. */
    @Override
    public void close()
    {
        try
        {
            lock.release();
        }
        catch (final IOException e)
        {
            // Closing the channel below releases it too.
        }
        release(realRoot, channel);
    }
}
