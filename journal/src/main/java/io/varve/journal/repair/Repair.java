package io.varve.journal.repair;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.journal.chronicle.SegmentRewriter;
import io.varve.journal.directory.CountersFile;
import io.varve.journal.directory.DirectoryLayout;
import io.varve.journal.directory.DurableFiles;
import io.varve.journal.directory.Watermark;
import io.varve.journal.history.JournalCopy;
import io.varve.journal.segment.SegmentNames;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Puts damaged generations of a journal back from another copy of it, and damaged framing from the journal's own generations.
 *
 * <p>A generation is taken only when its number, journal id and CRC are right and the chain runs through: from the last whole
 * generation ahead of the gap to the chain that the one behind it keeps. Segments are written anew in a scratch folder and moved
 * over the damaged ones, which are kept in {@code cut/}. What cannot be proven is left alone and named.
 */
public final class Repair
{
    private static final DateTimeFormatter KEPT_NAME =
        DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final DirectoryLayout directory;
    private final JournalCopy journal;
    private final JournalCopy source;
    private final List<String> done = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private Path kept;
    private long repaired;
    private long segments;
    private long unrepaired;

    private Repair(final DirectoryLayout directory, final JournalCopy journal, final JournalCopy source)
    {
        this.directory = directory;
        this.journal = journal;
        this.source = source;
    }

    /**
     * Repairs a journal.
     *
     * @param directory of the journal, locked unless it is a dry run.
     * @param journal   in it, read plainly.
     * @param watermark of it, or null.
     * @param source    another copy of the journal, read plainly.
     * @param isDryRun  whether only to say what would be done; nothing is written then.
     * @param progress  told bytes that were looked at.
     * @throws EventLogException with {@link ErrorCode#HISTORY_DIFFERS} when the source is of another journal.
     */
    public static RepairReport run(
        final DirectoryLayout directory,
        final JournalCopy journal,
        final Watermark watermark,
        final JournalCopy source,
        final boolean isDryRun,
        final LongConsumer progress)
    {
        final long startNs = System.nanoTime();
        if (!journal.isOfSameJournal(source))
        {
            throw new EventLogException(ErrorCode.HISTORY_DIFFERS, "the source is of another journal: source=" + source.place() +
                ", journal=" + source.journalIdText() + ", expected=" + journal.journalIdText() + "; name a copy of this one");
        }
        final Repair repair = new Repair(directory, journal, source);
        try
        {
            final GapScan scan = GapScan.of(journal, watermark, progress);
            repair.left.addAll(scan.brokenChains());
            repair.unrepaired += scan.brokenChains().size();
            for (final SegmentRange range : repair.closable(scan))
            {
                repair.repair(range, isDryRun);
            }
        }
        catch (final IOException e)
        {
            throw DurableFiles.failure("repair the journal", directory.journal(), e);
        }
        return new RepairReport(repair.repaired, repair.segments, repair.unrepaired, repair.kept, List.copyOf(repair.done),
            List.copyOf(repair.left), (System.nanoTime() - startNs) / (double)TimeUnit.SECONDS.toNanos(1));
    }

    /** Ranges of which every gap can be closed, and single segments whose framing alone is damaged. */
    private List<SegmentRange> closable(final GapScan scan)
    {
        final List<SegmentRange> all = SegmentRange.of(scan.gaps());
        final List<SegmentRange> closable = new ArrayList<>();
        for (final SegmentRange range : all)
        {
            String obstacle = null;
            for (final Gap gap : range.gaps())
            {
                final String found = SourceRun.obstacle(source, gap);
                obstacle = obstacle == null ? found : obstacle;
                if (found != null)
                {
                    left.add(gap.corruption().text() + "; not repaired: " + found);
                    unrepaired += gap.generations();
                }
            }
            if (obstacle == null)
            {
                closable.add(range);
            }
            else
            {
                leaveOthers(range, obstacle);
            }
        }
        for (final long number : FramingScan.damagedSegments(journal))
        {
            if (all.stream().noneMatch(range -> range.holds(number)))
            {
                closable.add(new SegmentRange(number, number, List.of()));
            }
        }
        return closable;
    }

    private void leaveOthers(final SegmentRange range, final String obstacle)
    {
        for (final Gap gap : range.gaps())
        {
            if (SourceRun.obstacle(source, gap) == null)
            {
                left.add(gap.corruption().text() + "; not repaired: another gap of the segment cannot be closed, " + obstacle);
                unrepaired += gap.generations();
            }
        }
    }

    private void repair(final SegmentRange range, final boolean isDryRun) throws IOException
    {
        if (isDryRun)
        {
            segments += range.to() - range.from() + 1;
        }
        else
        {
            rebuild(range);
        }
        for (final Gap gap : range.gaps())
        {
            done.add(gap.corruption().text() + "; generations " + gap.number() + " to " + (gap.nextNumber() - 1) +
                (isDryRun ? " would be taken from " : " were taken from ") + source.place());
            repaired += gap.generations();
        }
        if (range.gaps().isEmpty())
        {
            done.add("framing of segment " + SegmentNames.file(range.from()) + (isDryRun ? " would be" : " was") +
                " written anew");
        }
    }

    private void rebuild(final SegmentRange range) throws IOException
    {
        final Path scratch = directory.journal().resolve("recovering");
        try (SegmentRewriter rewriter = new SegmentRewriter(scratch, journal.segmentLength(), range.from()))
        {
            new SegmentRebuild(journal, source, range.gapsByNumber(), rewriter, range.from(), range.to()).run();
            for (long number = range.from(); number <= range.to(); number++)
            {
                keepUnlessEqual(SegmentNames.file(number), scratch);
            }
            final CountersFile counters = CountersFile.openForWriting(directory);
            counters.recovering(); // readers that map the old files find their place again in the new ones
            rewriter.replace(directory.journal());
            counters.replaced();
        }
    }

    /** Keeps a file that is replaced; what came out as it was stays. */
    private void keepUnlessEqual(final String name, final Path scratch) throws IOException
    {
        final Path damaged = directory.journal().resolve(name);
        if (!Files.exists(damaged))
        {
            segments++;
            return;
        }
        if (Files.mismatch(damaged, scratch.resolve(name)) < 0)
        {
            Files.delete(scratch.resolve(name));
            return;
        }
        segments++;
        if (kept == null)
        {
            kept = directory.cut().resolve(KEPT_NAME.format(Instant.now()));
            DurableFiles.createFolders(kept);
        }
        try
        {
            Files.createLink(kept.resolve(name), damaged);
        }
        catch (final UnsupportedOperationException e)
        {
            Files.copy(damaged, kept.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        }
        DurableFiles.syncFolder(kept);
        DurableFiles.syncFolder(directory.cut());
    }
}
