package io.varve.journal.backup;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.checksum.Chain;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.backup.Manifest.Part;
import io.varve.journal.digest.Sha256;
import io.varve.journal.directory.DurableFiles;
import io.varve.journal.history.HistoryProbe;
import io.varve.journal.history.JournalCopy;
import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;
import io.varve.journal.segment.Segment;
import io.varve.journal.segment.SegmentNames;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Copies a journal up to a position into a directory, while another process may be writing it: sealed segments whole, the last
 * one up to the position.
 *
 * <p>The position must be on stable storage, so that a loss of power can never take back what the backup holds: then
 * every later state of the journal continues it. What is copied is checked, generation by generation, on the way, so that no
 * damage gets into a backup. Files of the backup before are kept as they are until the new manifest is in place.
 */
public final class Backup
{
    private final JournalCopy source;
    private final BackupFolder folder;
    private final LongConsumer progress;
    private final List<Part> parts = new ArrayList<>();
    private long copied;
    private long nextGeneration;
    private long chain = Chain.START;

    private Backup(final JournalCopy source, final BackupFolder folder, final LongConsumer progress)
    {
        this.source = source;
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * Makes a backup, or brings one up to date. Interrupted and repeated, it completes.
     *
     * @param source   read plainly; its {@link JournalCopy#nextPosition()} is where the backup ends.
     * @param target   missing, empty, or a backup of the same journal whose history the source continues.
     * @param progress told bytes that were copied or looked at.
     * @throws EventLogException with {@link ErrorCode#NOT_A_BACKUP}, {@link ErrorCode#HISTORY_DIFFERS}, {@link
     *                           ErrorCode#LOCKED}, {@link ErrorCode#CORRUPT} for the place where the source is damaged, or
     *                           {@link ErrorCode#DISK_FULL}; the backup before is whole then.
     */
    public static BackupReport make(final JournalCopy source, final Path target, final LongConsumer progress)
    {
        final long startNs = System.nanoTime();
        final BackupFolder folder = new BackupFolder(target.toAbsolutePath().normalize());
        final BackupLock lock = BackupLock.acquire(folder, source.journalIdText());
        try
        {
            final Backup backup = new Backup(source, folder, progress);
            final Manifest manifest = backup.run(folder.readManifest());
            return new BackupReport(
                manifest.journalIdText(), manifest.epoch(), manifest.position(), manifest.chain(), manifest.parts().size(),
                backup.copied, manifest.parts().size() - backup.copied, manifest.lengthBytes(),
                (System.nanoTime() - startNs) / (double)TimeUnit.SECONDS.toNanos(1));
        }
        catch (final IOException e)
        {
            throw DurableFiles.failure("write the backup (the one before, if any, is still whole)", folder.root(), e);
        }
        finally
        {
            lock.close();
        }
    }

    private Manifest run(final Manifest before) throws IOException
    {
        if (before != null)
        {
            requireContinued(before);
        }
        DurableFiles.createFolders(folder.segments());
        final long first = keepSealed(before);
        copyFrom(first, before);
        DurableFiles.syncFolder(folder.segments());
        final Manifest manifest = new Manifest(source.journalIdHigh(), source.journalIdLow(), source.epoch(),
            source.nextPosition(), nextGeneration, chain, source.segmentLength(), List.copyOf(parts));
        folder.writeManifest(manifest);
        folder.dropOthers(manifest);
        return manifest;
    }

    /** The source must hold everything that the backup holds, or it would be lost. */
    private void requireContinued(final Manifest before)
    {
        final boolean isSameJournal =
            before.journalIdHigh() == source.journalIdHigh() && before.journalIdLow() == source.journalIdLow();
        if (!isSameJournal || before.position() > source.nextPosition() ||
            new HistoryProbe(source).chain(before.generations() - 1) != before.chain())
        {
            throw new EventLogException(ErrorCode.HISTORY_DIFFERS, "the journal does not continue the history of the backup: " +
                "backup=" + folder.root() + ", journal=" + before.journalIdText() + ", epoch=" + before.epoch() + ", position=" +
                before.position() + "; source=" + source.place() + ", journal=" + source.journalIdText() + ", epoch=" +
                source.epoch() + ", position=" + source.nextPosition() + "; back it up into another directory");
        }
    }

    /**
     * Takes over the sealed segments that are there whole, up to the first one that is not.
     *
     * @return segment to copy from.
     */
    private long keepSealed(final Manifest before) throws IOException
    {
        long next = source.segments().first();
        for (final Part part : before == null ? List.<Part>of() : before.parts())
        {
            if (part.segment() != next || !part.isSealed() ||
                !folder.isWhole(part.file(), part.lengthBytes(), part.sha256()))
            {
                break;
            }
            parts.add(part);
            nextGeneration = part.nextGeneration();
            chain = part.chain();
            next++;
            progress.accept(part.lengthBytes());
        }
        return next;
    }

    private void copyFrom(final long firstSegment, final Manifest before) throws IOException
    {
        final GenerationWalker walker = new GenerationWalker(source.segments(), source::foldedId);
        if (firstSegment > source.segments().first() && !walker.startAtFirstGeneration(firstSegment))
        {
            throw new EventLogException(ErrorCode.CORRUPT, "segment holds no valid generation: segment=" +
                SegmentNames.file(firstSegment) + ", place=" + source.place() + "; repair it ahead of a backup");
        }
        Segment current = null;
        int endOffset = 0;
        while (true)
        {
            final Step step = walker.next(source.nextPosition());
            if (step == Step.CORRUPT)
            {
                throw walker.corruption().toException();
            }
            if (current != null && (step == Step.END || walker.segment() != current.number()))
            {
                add(current, step != Step.END, endOffset, before);
            }
            if (step == Step.END)
            {
                requireEnd(walker);
                return;
            }
            take(walker.generation(), walker);
            if (current == null || current.number() != walker.segment())
            {
                current = source.segments().open(walker.segment());
            }
            endOffset = walker.endOffset();
        }
    }

    private void take(final GenerationDecoder generation, final GenerationWalker walker)
    {
        if (generation.number() != nextGeneration || generation.previousChain() != chain)
        {
            throw new EventLogException(ErrorCode.CORRUPT, "chain is broken: number=" + generation.number() + ", position=" +
                generation.firstPosition() + ", segment=" + walker.segment() + ", offset=" + walker.generationOffset() +
                ", place=" + source.place() + "; repair it ahead of a backup");
        }
        nextGeneration = generation.number() + 1;
        chain = generation.computeChain();
    }

    private void requireEnd(final GenerationWalker walker)
    {
        if (nextGeneration > 0 && walker.nextPosition() != source.nextPosition())
        {
            throw new EventLogException(ErrorCode.CORRUPT, "no generation ends at the synced position: position=" +
                source.nextPosition() + ", found=" + walker.nextPosition() + ", place=" + source.place() + "; verify it");
        }
    }

    private void add(final Segment segment, final boolean isSealed, final int endOffset, final Manifest before)
        throws IOException
    {
        final int length = isSealed ? segment.buffer().capacity() : endOffset;
        final String sha256 = Sha256.of(segment.buffer(), length);
        final String name = BackupFolder.name(segment.number(), isSealed, sha256, before);
        if (folder.isWhole(name, length, sha256))
        {
            progress.accept(length);
        }
        else
        {
            write(segment, length, name);
        }
        parts.add(new Part(segment.number(), isSealed, name, length, nextGeneration, chain, sha256));
    }

    private void write(final Segment segment, final int length, final String name) throws IOException
    {
        final Path fresh = folder.file(name + ".new");
        SparseFile.write(fresh, segment.buffer(), length, progress);
        Files.move(fresh, folder.file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        copied++;
    }
}
