package io.varve.journal.directory;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
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

    /** Makes a folder and those above it; existing ones stay as they are. */
    public static void createFolders(final Path folder) throws IOException
    {
        if (!Files.isDirectory(folder))
        {
            Files.createDirectories(folder, OWNER_ONLY_FOLDER);
            final Path parent = folder.toAbsolutePath().getParent();
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
            channel.force(true);
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
            channel.force(true);
        }
    }

    /** Whether a failure says that the disk is full. */
    public static boolean isDiskFull(final IOException failure)
    {
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
