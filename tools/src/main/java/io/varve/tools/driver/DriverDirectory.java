package io.varve.tools.driver;

import io.aeron.CncFileDescriptor;
import io.aeron.CommonContext;
import io.aeron.exceptions.AeronException;
import io.varve.tools.console.CommandException;
import org.agrona.BufferUtil;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells whether the driver of a directory lives.
 *
 * <p>Aeron asks for a heartbeat of the last ten seconds, so a driver that was killed holds its directory for that long. A driver of
 * ours holds a kernel lock beside, which dies with its process; of another one the heartbeat is watched.
 */
final class DriverDirectory
{
    /** In a directory of ours: locked as long as its driver lives. */
    static final String LOCK_FILE_NAME = "varve.lock";

    private static final String LOCK_SUFFIX = ".lock";
    private static final Set<String> OF_DRIVERS = Set.of(
        CncFileDescriptor.CNC_FILE, "publications", "images", "loss-report.dat");

    private static final long DRIVER_TIMEOUT_MS = TimeUnit.SECONDS.toMillis(10);

    /** A driver says once a second that it lives. */
    private static final long WATCH_NS = TimeUnit.MILLISECONDS.toNanos(2_500);
    private static final long LOOK_AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private DriverDirectory()
    {
    }

    /**
     * Whether a driver works there.
     *
     * @throws AeronException when it is of a version that cannot be talked to.
     */
    static boolean isActive(final Path directory)
    {
        if (!CommonContext.isDriverActive(directory.toFile(), DRIVER_TIMEOUT_MS, message -> { }))
        {
            return false;
        }
        final Path lock = directory.resolve(LOCK_FILE_NAME);
        return Files.exists(lock) ? isLocked(lock) : isBeating(directory);
    }

    /**
     * Makes sure that a directory may be deleted, which is what a driver does with one that it finds.
     *
     * @throws CommandException when something else is in it than a driver leaves there.
     */
    static void checkReplaceable(final Path directory)
    {
        if (!Files.isDirectory(directory))
        {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory))
        {
            for (final Path file : files)
            {
                final String name = file.getFileName().toString();
                if (!OF_DRIVERS.contains(name) && !name.endsWith(LOCK_SUFFIX))
                {
                    throw CommandException.failed(CommandException.BAD_INPUT, "not a media driver's directory, which is " +
                        "emptied at a start: directory=" + directory + ", holds=" + name + ";" +
                        " name another one with --aeron-dir", null);
                }
            }
        }
        catch (final IOException e)
        {
            throw CommandException.failed(CommandException.IO_ERROR,
                "cannot look into the media driver's directory: directory=" + directory + ": " + e.getMessage(), e);
        }
    }

    /** Whether a driver of ours has worked there and is dead. */
    static boolean isLeftBehind(final Path directory)
    {
        final Path lock = directory.resolve(LOCK_FILE_NAME);
        return Files.exists(lock) && !isLocked(lock);
    }

    private static boolean isLocked(final Path file)
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE); FileLock lock = channel.tryLock())
        {
            return lock == null;
        }
        catch (final OverlappingFileLockException e)
        {
            return true; // by this process
        }
        catch (final IOException e)
        {
            return false; // gone while it was looked at
        }
    }

    private static boolean isBeating(final Path directory)
    {
        final MappedByteBuffer cnc = IoUtil.mapExistingFile(directory.resolve(CncFileDescriptor.CNC_FILE).toFile(), "CnC file");
        try
        {
            final UnsafeBuffer metaData = CncFileDescriptor.createMetaDataBuffer(cnc);
            final long pid = CncFileDescriptor.pid(metaData);
            if (pid != ProcessHandle.current().pid() && ProcessHandle.of(pid).isPresent())
            {
                return true; // stopped for a while, perhaps
            }
            final ManyToOneRingBuffer toDriver =
                new ManyToOneRingBuffer(CncFileDescriptor.createToDriverBuffer(cnc, metaData));
            return hasChanged(toDriver);
        }
        finally
        {
            BufferUtil.free(cnc);
        }
    }

    /** Its process may be one that cannot be seen from here, in another container. */
    private static boolean hasChanged(final ManyToOneRingBuffer toDriver)
    {
        final long heartbeat = toDriver.consumerHeartbeatTime();
        final long deadlineNs = System.nanoTime() + WATCH_NS;
        while (System.nanoTime() < deadlineNs)
        {
            if (toDriver.consumerHeartbeatTime() != heartbeat)
            {
                return true;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NS);
        }
        return false;
    }
}
