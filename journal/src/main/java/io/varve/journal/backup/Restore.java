package io.varve.journal.backup;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.checksum.Chain;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.backup.Manifest.Part;
import io.varve.journal.chronicle.ChronicleWriter;
import io.varve.journal.chronicle.SegmentRewriter;
import io.varve.journal.digest.Sha256;
import io.varve.journal.directory.BootId;
import io.varve.journal.directory.DirectoryLayout;
import io.varve.journal.directory.DurableFiles;
import io.varve.journal.directory.FormatFile;
import io.varve.journal.directory.Watermark;
import io.varve.journal.directory.WatermarkFile;
import io.varve.journal.history.JournalCopy;
import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;
import io.varve.journal.segment.Segment;
import io.varve.journal.segment.SegmentNames;
import org.agrona.IoUtil;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Makes a data directory from a backup, in a new epoch, and checks everything on the way: lengths, SHA-256, the CRC of every
 * generation, the chain. Sealed segments become what they were, byte for byte; the last one is written through Chronicle, so that
 * its bookkeeping is that of a journal which ends there.
 *
 * <p>{@code RESTORING} stands in the directory from first to last, and {@code FORMAT} comes last, so that nothing that is half
 * restored opens as a store.
 */
public final class Restore
{
    private final BackupFolder folder;
    private final Manifest manifest;
    private final JournalCopy copy;
    private final DirectoryLayout target;
    private final LongConsumer progress;
    private long nextGeneration;
    private long nextPosition;
    private long chain = Chain.START;

    private Restore(
        final BackupFolder folder, final Manifest manifest, final DirectoryLayout target, final LongConsumer progress)
    {
        this.folder = folder;
        this.manifest = manifest;
        this.target = target;
        this.progress = progress;
        copy = folder.readCopy(manifest);
    }

    /**
     * Restores a backup. Interrupted and repeated, it completes.
     *
     * @param target   missing, empty, or left by an interrupted restore.
     * @param progress told bytes that were restored.
     * @throws EventLogException with {@link ErrorCode#NOT_A_BACKUP}, {@link ErrorCode#NOT_EMPTY}, {@link
     *                           ErrorCode#CORRUPT} for a backup that is not what was written, {@link ErrorCode#DISK_FULL};
     *                           the directory is no store then.
     */
    public static BackupReport run(final Path backup, final DirectoryLayout target, final LongConsumer progress)
    {
        final long startNs = System.nanoTime();
        final BackupFolder folder = new BackupFolder(backup);
        final Manifest manifest = folder.requireManifest();
        requireFree(target);
        try
        {
            final Restore restore = new Restore(folder, manifest, target, progress);
            restore.begin();
            restore.restoreSegments();
            restore.finish();
        }
        catch (final IOException e)
        {
            throw DurableFiles.failure("restore a backup (repeat it)", target.root(), e);
        }
        return new BackupReport(manifest.journalIdText(), manifest.epoch() + 1, manifest.position(), manifest.chain(),
            manifest.parts().size(), manifest.parts().size(), 0, manifest.lengthBytes(),
            (System.nanoTime() - startNs) / (double)TimeUnit.SECONDS.toNanos(1));
    }

    private static void requireFree(final DirectoryLayout target)
    {
        if (Files.exists(target.format()) || !BackupFolder.isFree(target.root()) && !Files.exists(target.restoring()))
        {
            throw new EventLogException(ErrorCode.NOT_EMPTY, "a backup is restored into a missing or an empty directory only: " +
                "directory=" + target.root() + " holds something; name another one");
        }
    }

    private void begin() throws IOException
    {
        ChronicleWriter.checkSegmentLength(manifest.segmentLength());
        DurableFiles.createFolders(target.root());
        DurableFiles.writeAtomically(target.restoring(),
            ("restoring journal=" + manifest.journalIdText() + '\n').getBytes(StandardCharsets.UTF_8));
        IoUtil.delete(target.journal().toFile(), true); // of an interrupted restore
        Files.deleteIfExists(target.watermark());
        DurableFiles.createFolders(target.journal());
    }

    private void restoreSegments() throws IOException
    {
        final GenerationWalker walker = new GenerationWalker(copy.segments(), copy::foldedId);
        boolean isRead = walker.next(manifest.position()) == Step.GENERATION;
        for (final Part part : manifest.parts())
        {
            final Segment segment = readWhole(part);
            if (part.isSealed())
            {
                isRead = check(walker, part, isRead);
                SparseFile.write(target.journal().resolve(SegmentNames.file(part.segment())), segment.buffer(),
                    (int)part.lengthBytes(), progress);
            }
            else
            {
                isRead = rewrite(walker, part, isRead);
                progress.accept(part.lengthBytes());
            }
            requirePart(part);
        }
        if (isRead || nextGeneration != manifest.generations() || nextPosition != manifest.position() || chain != manifest.chain())
        {
            throw damaged("the files do not hold what the manifest says: generations=" + nextGeneration + ", position=" +
                nextPosition, folder.root());
        }
        DurableFiles.syncFolder(target.journal());
    }

    private Segment readWhole(final Part part)
    {
        final Segment segment = copy.segments().open(part.segment());
        if (segment == null || segment.buffer().capacity() != part.lengthBytes())
        {
            throw damaged("length=" + (segment == null ? 0 : segment.buffer().capacity()) + ", expected=" + part.lengthBytes(),
                folder.file(part));
        }
        if (!Sha256.of(segment.buffer(), segment.buffer().capacity()).equals(part.sha256()))
        {
            throw damaged("SHA-256 mismatch", folder.file(part));
        }
        return segment;
    }

    private boolean check(final GenerationWalker walker, final Part part, final boolean isRead)
    {
        boolean isIn = isRead;
        while (isIn && walker.segment() == part.segment())
        {
            take(walker.generation());
            isIn = walker.next(manifest.position()) == Step.GENERATION;
        }
        return isIn;
    }

    /** Writes the generations of the last segment, which ends there now, through Chronicle. */
    private boolean rewrite(final GenerationWalker walker, final Part part, final boolean isRead) throws IOException
    {
        boolean isIn = isRead;
        try (SegmentRewriter rewriter = new SegmentRewriter(
            target.journal().resolve("recovering"), manifest.segmentLength(), part.segment()))
        {
            rewriter.prepare(part.segment(), (int)part.lengthBytes());
            while (isIn && walker.segment() == part.segment())
            {
                take(walker.generation());
                rewriter.append(part.segment(), walker.generation().buffer(), walker.generation().length());
                isIn = walker.next(manifest.position()) == Step.GENERATION;
            }
            rewriter.replace(target.journal());
        }
        return isIn;
    }

    private void take(final GenerationDecoder generation)
    {
        if (generation.number() != nextGeneration || generation.previousChain() != chain)
        {
            throw damaged("chain is broken, number=" + generation.number() + ", position=" + generation.firstPosition(),
                folder.root());
        }
        nextGeneration = generation.number() + 1;
        nextPosition = generation.nextPosition();
        chain = generation.computeChain();
    }

    private void requirePart(final Part part)
    {
        if (part.nextGeneration() != nextGeneration || part.chain() != chain)
        {
            throw damaged("it does not hold the generations that the manifest says", folder.file(part));
        }
    }

    private static EventLogException damaged(final String what, final Path place)
    {
        return new EventLogException(ErrorCode.CORRUPT, "the backup is damaged: " + what + ", place=" + place +
            "; restore another one");
    }

    /** From the rename of {@code FORMAT} on it is a store. */
    private void finish() throws IOException
    {
        final FormatFile format = new FormatFile(
            FormatFile.VERSION, manifest.journalIdHigh(), manifest.journalIdLow(), manifest.segmentLength());
        try (WatermarkFile watermark = WatermarkFile.open(target, format))
        {
            final long lastSegment = manifest.parts().isEmpty() ?
                0 : manifest.parts().get(manifest.parts().size() - 1).segment();
            watermark.write(new Watermark(manifest.generations() - 1, manifest.position(), manifest.chain(), lastSegment,
                manifest.epoch() + 1, BootId.NONE, true));
        }
        DurableFiles.syncFolder(target.root());
        format.write(target);
        Files.delete(target.restoring());
        DurableFiles.syncFolder(target.root());
    }
}
