package io.varve.journal.backup;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.journal.directory.DurableFiles;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/**
 * The right to write a backup: a kernel lock on its file {@code BACKUP}, which names the journal, so that what an interrupted
 * backup left is never taken for one of another journal.
 */
final class BackupLock implements AutoCloseable
{
    private final FileChannel channel;

    private BackupLock(final FileChannel channel)
    {
        this.channel = channel;
    }

    /**
     * Takes the lock; makes the directory when it is missing.
     *
     * @throws EventLogException with {@link ErrorCode#NOT_A_BACKUP} for a directory that holds anything else, {@link
     *                           ErrorCode#HISTORY_DIFFERS} for a backup of another journal, {@link ErrorCode#LOCKED}.
     */
    static BackupLock acquire(final BackupFolder folder, final String journalId)
    {
        final boolean isFree = BackupFolder.isFree(folder.root());
        if (!isFree && !Files.exists(folder.lock()))
        {
            throw new EventLogException(ErrorCode.NOT_A_BACKUP, "not a backup: directory=" + folder.root() +
                " holds other files; name a missing or an empty directory, or a backup of this journal");
        }
        FileChannel channel = null;
        try
        {
            DurableFiles.createFolders(folder.root());
            channel = DurableFiles.open(folder.lock());
            if (channel.tryLock() == null)
            {
                throw locked(folder);
            }
            requireJournal(channel, folder, journalId);
            return new BackupLock(channel);
        }
        catch (final OverlappingFileLockException e)
        {
            close(channel);
            throw locked(folder);
        }
        catch (final IOException e)
        {
            close(channel);
            throw DurableFiles.failure("begin a backup", folder.lock(), e);
        }
        catch (final EventLogException e)
        {
            close(channel);
            throw e;
        }
    }

    private static void requireJournal(final FileChannel channel, final BackupFolder folder, final String journalId)
        throws IOException
    {
        final byte[] text = ("varve backup\njournal=" + journalId + '\n').getBytes(StandardCharsets.UTF_8);
        final ByteBuffer found = ByteBuffer.allocate(text.length + 1);
        while (found.hasRemaining() && channel.read(found, found.position()) >= 0)
        {
            // Until it is read.
        }
        final int foundLength = found.flip().remaining();
        if (found.equals(ByteBuffer.wrap(text)))
        {
            return;
        }
        if (foundLength >= text.length)
        {
            throw new EventLogException(ErrorCode.HISTORY_DIFFERS, "backup is of another journal: directory=" + folder.root() +
                ", journal=" + journalId + "; use a directory for each journal");
        }
        channel.truncate(0); // never finished: nothing else was written then
        DurableFiles.writeFully(channel, ByteBuffer.wrap(text), 0);
        channel.force(true);
        DurableFiles.syncFolder(folder.root());
    }

    private static EventLogException locked(final BackupFolder folder)
    {
        return new EventLogException(ErrorCode.LOCKED, "another backup writes into the directory: directory=" + folder.root() +
            "; wait for its end");
    }

    private static void close(final FileChannel channel)
    {
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

    @Override
    public void close()
    {
        close(channel);
    }
}
