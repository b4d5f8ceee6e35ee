package io.varve.journal;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.generation.JournalIdentity;
import io.varve.journal.backup.Backup;
import io.varve.journal.backup.BackupReport;
import io.varve.journal.backup.Backups;
import io.varve.journal.backup.Restore;
import io.varve.journal.directory.BootId;
import io.varve.journal.directory.DirectoryLayout;
import io.varve.journal.directory.DirectoryLock;
import io.varve.journal.directory.FormatFile;
import io.varve.journal.directory.Watermark;
import io.varve.journal.directory.WatermarkFile;
import io.varve.journal.history.Comparison;
import io.varve.journal.history.JournalCopy;
import io.varve.journal.index.IndexFolder;
import io.varve.journal.repair.Repair;
import io.varve.journal.repair.RepairReport;
import io.varve.journal.segment.ReadSegments;
import io.varve.journal.segment.SegmentFolder;
import io.varve.journal.segment.Segments;
import io.varve.journal.stream.TableAudit;
import io.varve.journal.verify.Verification;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** Takes care of data directories: copies them, brings copies back, compares them. Each is one call on the caller's thread. */
public final class DirectoryCare
{
    private DirectoryCare()
    {
    }

    /**
     * Copies a data directory that another process may be writing, as of the position that is on stable storage now.
     *
     * @param target   missing, empty, or a backup of the same journal, which is brought up to date.
     * @param progress told bytes as they are done.
     * @throws EventLogException as {@link Backup#make} and {@link DataDirectory#openReader} do.
     */
    public static BackupReport backup(final Path directory, final Path target, final LongConsumer progress)
    {
        try (MappedLogReader reader = DataDirectory.open(directory))
        {
            final long position = reader.positions().at(reader.defaultDurability());
            return Backup.make(copy(reader, position, ReadSegments::new), target, progress);
        }
    }

    /**
     * Makes a data directory from a backup, in a new epoch.
     *
     * @param directory missing or empty.
     * @param progress  told bytes as they are done.
     * @throws EventLogException as {@link Restore#run} does.
     */
    public static BackupReport restore(final Path backup, final Path directory, final LongConsumer progress)
    {
        RuntimeFlags.check();
        return Restore.run(backup, new DirectoryLayout(directory.toAbsolutePath().normalize()), progress);
    }

    /**
     * Checks every byte of a data directory that another process may be writing.
     *
     * @param progress told bytes as they are done.
     * @throws EventLogException as {@link DataDirectory#openReader} does.
     */
    public static VerifyReport verify(final Path directory, final LongConsumer progress)
    {
        final long startNs = System.nanoTime();
        try (MappedLogReader reader = DataDirectory.open(directory))
        {
            final DirectoryLayout layout = reader.directory();
            final FormatFile format = FormatFile.read(layout);
            final Watermark watermark = format == null ? null : WatermarkFile.read(layout, format);
            final boolean isClean = watermark != null && watermark.isClean(); // then nobody has opened it since
            final JournalIdentity journal = reader.journal();
            final JournalCopy copy = new JournalCopy(layout.root().toString(), journal.idHigh(), journal.idLow(),
                journal.epoch(), reader.segmentLength(), new ReadSegments(layout.journal()), reader.positions().journaled());
            final Verification found = new Verification(copy, new IndexFolder(layout.index(), journal.idHigh(), journal.idLow()),
                reader.hasWriter() && !isClean, watermark, progress).run();
            final List<String> findings = new ArrayList<>(found.findings());
            final String keysFault = reader.keysFault();
            if (keysFault != null)
            {
                findings.add("index to rebuild: file=" + layout.keys() + ", reason=" + keysFault + "; the next writer does it");
            }
            final List<String> tableFaults = new TableAudit(layout.streams(),
                new IndexFolder(layout.index(), journal.idHigh(), journal.idLow()), new ReadSegments(layout.journal()),
                reader.hasWriter()).run(journal.idHigh(), journal.idLow(), BootId.current(), watermark);
            tableFaults.forEach(fault -> findings.add("index to rebuild: file=" + fault + "; the next writer does it"));
            return new VerifyReport(found.generations(), found.events(), found.bytes(), found.corrupt(), found.torn(),
                found.framing(), found.indexesToRebuild() + (keysFault == null ? 0 : 1) + tableFaults.size(),
                (System.nanoTime() - startNs) / (double)TimeUnit.SECONDS.toNanos(1), List.copyOf(findings));
        }
    }

    /**
     * Finds the first generation in which two copies of a journal differ.
     *
     * @param first  a data directory or a backup.
     * @param second a data directory or a backup.
     * @throws EventLogException as {@link Comparison#of} and {@link DataDirectory#openReader} do.
     */
    public static Comparison compare(final Path first, final Path second)
    {
        return Comparison.of(mapped(first), mapped(second));
    }

    /**
     * Puts damaged generations of a data directory back from another copy of its journal.
     *
     * @param source   a backup, or another data directory.
     * @param isDryRun whether only to say what would be done; writes nothing and needs no lock.
     * @param progress told bytes as they are looked at.
     * @throws EventLogException as {@link Repair#run} and {@link DataDirectory#openReader} do, and with {@link
     *                           ErrorCode#LOCKED} while a process writes the directory.
     */
    public static RepairReport repair(
        final Path directory, final Path source, final boolean isDryRun, final LongConsumer progress)
    {
        final DirectoryLayout layout = new DirectoryLayout(directory.toAbsolutePath().normalize());
        try (MappedLogReader reader = DataDirectory.open(layout.root()))
        {
            final JournalCopy other = read(source);
            if (isDryRun)
            {
                return repair(reader, layout, other, true, progress);
            }
            try (DirectoryLock lock = DirectoryLock.acquire(layout, BootId.current()))
            {
                lock.requireHeld();
                return repair(reader, layout, other, false, progress);
            }
        }
    }

    private static RepairReport repair(
        final MappedLogReader reader,
        final DirectoryLayout layout,
        final JournalCopy source,
        final boolean isDryRun,
        final LongConsumer progress)
    {
        final JournalCopy journal = copy(reader, reader.positions().journaled(), ReadSegments::new);
        return Repair.run(layout, journal, WatermarkFile.read(layout, FormatFile.read(layout)), source, isDryRun, progress);
    }

    private static JournalCopy read(final Path directory)
    {
        if (Backups.isBackup(directory))
        {
            return Backups.read(directory);
        }
        try (MappedLogReader reader = DataDirectory.open(directory))
        {
            return copy(reader, reader.positions().journaled(), ReadSegments::new);
        }
    }

    private static JournalCopy mapped(final Path directory)
    {
        if (Backups.isBackup(directory))
        {
            return Backups.mapped(directory);
        }
        try (MappedLogReader reader = DataDirectory.open(directory))
        {
            return copy(reader, reader.positions().journaled(), SegmentFolder::new);
        }
    }

    private static JournalCopy copy(
        final MappedLogReader reader, final long nextPosition, final Function<Path, Segments> segments)
    {
        final DirectoryLayout layout = reader.directory();
        if (reader.segmentLength() == 0)
        {
            throw new EventLogException(ErrorCode.NOT_A_STORE, "the directory has no journal yet: directory=" + layout.root() +
                "; write something first");
        }
        return new JournalCopy(layout.root().toString(), reader.journal().idHigh(), reader.journal().idLow(),
            reader.journal().epoch(), reader.segmentLength(), segments.apply(layout.journal()), nextPosition);
    }
}
