package io.varve.journal.backup;

import io.varve.journal.history.JournalCopy;

import java.nio.file.Path;

/** Backups as copies of a journal, for those who compare or repair. */
public final class Backups
{
    private Backups()
    {
    }

    /** Whether a directory holds a whole backup. */
    public static boolean isBackup(final Path directory)
    {
        return new BackupFolder(directory).isBackup();
    }

    /** The journal that a backup holds, mapped: for looks at a few places of it. */
    public static JournalCopy mapped(final Path directory)
    {
        final BackupFolder folder = new BackupFolder(directory);
        return folder.mappedCopy(folder.requireManifest());
    }

    /** The journal that a backup holds, read plainly: what the disk cannot read is an exception. */
    public static JournalCopy read(final Path directory)
    {
        final BackupFolder folder = new BackupFolder(directory);
        return folder.readCopy(folder.requireManifest());
    }
}
