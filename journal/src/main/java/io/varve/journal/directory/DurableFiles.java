package io.varve.journal.directory;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;

/** File operations that are on stable storage when they return, with files that only their owner can read. */
public final class DurableFiles
{
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_ATTRIBUTE =
        PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final int COPY_LENGTH = 256 * 1024;

    private DurableFiles()
    {
    }

    /** Opens a file for reading and writing, created 0600 when it is missing. */
    public static FileChannel open(final Path file) throws IOException
    {
        return FileChannel.open(
            file,
            Set.<OpenOption>of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            OWNER_ONLY_ATTRIBUTE);
    }

    /** Makes a folder and those above it, each name on stable storage; existing ones stay as they are. */
    public static void createFolders(final Path folder) throws IOException
    {
        if (!Files.isDirectory(folder))
        {
            final Path parent = folder.toAbsolutePath().getParent();
            if (parent != null)
            {
                createFolders(parent);
            }
            try
            {
                Files.createDirectory(folder, OWNER_ONLY_FOLDER);
            }
            catch (final FileAlreadyExistsException e)
            {
                if (!Files.isDirectory(folder))
                {
                    throw e;
                }
            }
            if (parent != null)
            {
                syncFolder(parent);
            }
        }
    }

    /** Takes the right to read a file from everybody but its owner. */
    public static void restrict(final Path file) throws IOException
    {
        Files.setPosixFilePermissions(file, OWNER_ONLY);
    }

    /** Writes a whole file so that it is there either whole or not at all. */
    public static void writeAtomically(final Path file, final byte[] bytes) throws IOException
    {
        final Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel = open(fresh))
        {
            writeFully(channel, ByteBuffer.wrap(bytes), 0);
            sync(channel);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(file.toAbsolutePath().getParent());
    }

    /** Writes all of a buffer at an offset of a file. */
    public static void writeFully(final FileChannel channel, final ByteBuffer bytes, final long offset) throws IOException
    {
        long at = offset;
        while (bytes.hasRemaining())
        {
            at += channel.write(bytes, at);
        }
    }

    /** Puts the names in a folder on stable storage. */
    public static void syncFolder(final Path folder) throws IOException
    {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ))
        {
            sync(channel);
        }
    }

    /**
     * Puts a file and what is known about it on stable storage.
     *
     * @throws SyncFailedException when that failed, for whatever reason: it must not be tried again, since the kernel may have
     *                             dropped what it could not write, and would say that all is well.
     */
    public static void sync(final FileChannel channel) throws IOException
    {
        sync(channel, true);
    }

    /**
     * Puts the bytes of a file on stable storage; cheaper, since times and rights may stay behind.
     *
     * @throws SyncFailedException as {@link #sync} does.
     */
    public static void syncData(final FileChannel channel) throws IOException
    {
        sync(channel, false);
    }

    private static void sync(final FileChannel channel, final boolean withMetadata) throws IOException
    {
        try
        {
            channel.force(withMetadata);
        }
        catch (final ClosedChannelException e)
        {
            throw e;
        }
        catch (final IOException e)
        {
            throw new SyncFailedException(e);
        }
    }

    /** Writes the bytes that a file has once more and puts them on stable storage, whatever became of an earlier try. */
    public static void writeAgain(final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            final ByteBuffer bytes = ByteBuffer.allocateDirect(COPY_LENGTH);
            long at = 0;
            while (channel.read(bytes.clear(), at) > 0)
            {
                final long next = at + bytes.flip().remaining();
                writeFully(channel, bytes, at);
                at = next;
            }
            sync(channel);
        }
    }

    /** Whether a failure says that the disk is full, and may be tried again when there is room. */
    public static boolean isDiskFull(final IOException failure)
    {
        if (failure instanceof SyncFailedException)
        {
            return false;
        }
        final String reason = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return reason.contains("no space left") || reason.contains("quota exceeded");
    }

    /** The exception of a failed operation on a place, classified. */
    public static EventLogException failure(final String what, final Path place, final IOException cause)
    {
        final ErrorCode code;
        final String advice;
        if (isDiskFull(cause))
        {
            code = ErrorCode.DISK_FULL;
            advice = "; free some space";
        }
        else if (cause instanceof AccessDeniedException || isReadOnly(cause))
        {
            code = ErrorCode.READ_ONLY;
            advice = "; make it writable, or use a command that only reads";
        }
        else
        {
            code = ErrorCode.IO_ERROR;
            advice = "";
        }
        return new EventLogException(
            code, "cannot " + what + ": place=" + place + ", reason=" + reason(cause) + advice, cause);
    }

    private static boolean isReadOnly(final IOException cause)
    {
        return cause instanceof FileSystemException && String.valueOf(cause.getMessage()).contains("Read-only") ||
            cause.getCause() instanceof ReadOnlyFileSystemException;
    }

    private static String reason(final IOException cause)
    {
        final String message = cause instanceof FileSystemException known && known.getReason() != null ?
            known.getReason() : cause.getMessage();
        return cause.getClass().getSimpleName() + (message == null ? "" : " (" + message + ")");
    }
}
