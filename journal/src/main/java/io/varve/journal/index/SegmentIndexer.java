package io.varve.journal.index;

import io.varve.journal.segment.Segments;
import io.varve.ring.Joining;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Makes the index files of sealed segments: of each after its roll, at a {@link IndexPace pace} that leaves writers the processors,
 * and of those that a start finds missing or damaged. One thread of low priority; a segment is walked once for all builders.
 *
 * <p>Digests, of which no start and no query makes use, and which cost as much as all the rest, are made when writing is quiet.
 *
 * <p>Nothing waits for it, and nothing is lost with it: on a full disk it tries again later, a segment that is corrupt is left
 * without index, and readers go around what is not there.
 */
public final class SegmentIndexer implements AutoCloseable
{
    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long IDLE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long MIN_PARK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Ns that a close waits for the files of segments that are sealed already. */
    private static final long CLOSE_NS = TimeUnit.SECONDS.toNanos(2);

    private final IndexFolder folder;
    private final Segments segments;
    private final long journalId;
    private final LongSupplier journaled;
    private final List<SegmentIndexBuilder> builders;
    private final List<SegmentIndexBuilder> digests;
    private final IndexPace pace;
    private final Thread thread;

    private volatile long openSegment;
    private volatile boolean isClosing;
    private volatile long closeDeadlineNs;
    private volatile Throwable lastFailure;
    private long nextSegment;
    private long nextDigest;

    /** Names of the files that were there at the start; empty behind {@link #lookedBelow}. */
    private Set<String> foundNames = Set.of();
    private long lookedBelow;

    /**
     * Over the segments of a journal.
     *
     * @param journalId          folded, which every generation carries.
     * @param segmentLengthBytes of each, about.
     * @param journaled          position up to which the log is complete.
     */
    public SegmentIndexer(
        final IndexFolder folder,
        final Segments segments,
        final long journalId,
        final long segmentLengthBytes,
        final LongSupplier journaled,
        final List<SegmentIndexBuilder> builders)
    {
        this.folder = folder;
        this.segments = segments;
        this.journalId = journalId;
        this.journaled = journaled;
        this.builders = builders.stream().filter(builder -> builder.kind() != IndexKind.DIGEST).toList();
        digests = builders.stream().filter(builder -> builder.kind() == IndexKind.DIGEST).toList();
        pace = new IndexPace(segmentLengthBytes, System.nanoTime());
        final Set<IndexKind> kinds = EnumSet.noneOf(IndexKind.class);
        builders.forEach(builder -> kinds.add(builder.kind()));
        if (!kinds.equals(IndexKind.BUILT))
        {
            throw new IllegalArgumentException("builders must be those of every kind that is built: kinds=" + kinds +
                ", built=" + IndexKind.BUILT);
        }
        thread = new Thread(this::run, "varve-indexer");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
    }

    /** Starts with everything below the segment that is being written to. */
    public SegmentIndexer start(final long firstOpenSegment)
    {
        openSegment = firstOpenSegment;
        lookedBelow = firstOpenSegment;
        thread.start();
        return this;
    }

    /** Says that the writer went on to another segment: those below it are sealed. Neither blocks nor allocates. */
    public void rolledTo(final long segment)
    {
        pace.rolled(System.nanoTime());
        openSegment = segment;
        LockSupport.unpark(thread);
    }

    /** What the last attempt that failed failed with, or null. */
    public Throwable lastFailure()
    {
        return lastFailure;
    }

    private boolean isWanted()
    {
        return !isClosing || System.nanoTime() - closeDeadlineNs < 0;
    }

    private void run()
    {
        boolean hasListed = false;
        while (isWanted())
        {
            try
            {
                if (!hasListed)
                {
                    nextSegment = segments.first();
                    nextDigest = nextSegment;
                    foundNames = folder.names();
                    hasListed = true;
                }
                else if (!work())
                {
                    if (isClosing)
                    {
                        return;
                    }
                    idle();
                }
            }
            catch (final IOException e)
            {
                lastFailure = e;
                if (isClosing)
                {
                    return;
                }
                LockSupport.parkNanos(RETRY_NS); // the disk may be full; nobody waits for this
            }
            catch (final RuntimeException e)
            {
                lastFailure = e; // a segment cannot be read: it stays without index, and the others get theirs
            }
        }
    }

    /** Indexes one segment, or makes the digest of one; false when none is due. */
    private boolean work() throws IOException
    {
        final long nowNs = System.nanoTime();
        final long sealedBelow = openSegment;
        if (nextSegment < sealedBelow && (isClosing || pace.isDue(sealedBelow - nextSegment, nowNs)))
        {
            try
            {
                index(nextSegment);
                nextSegment++;
            }
            catch (final RuntimeException e)
            {
                nextSegment++;
                throw e;
            }
            return true;
        }
        if (nextDigest < nextSegment && (isClosing || pace.isQuiet(nowNs)))
        {
            try
            {
                digest(nextDigest);
                nextDigest++;
            }
            catch (final RuntimeException e)
            {
                nextDigest++;
                throw e;
            }
            return true;
        }
        return false;
    }

    private void idle()
    {
        if (nextDigest == openSegment)
        {
            foundNames = Set.of();
            LockSupport.parkNanos(IDLE_NS);
        }
        else
        {
            LockSupport.parkNanos(Math.max(MIN_PARK_NS, pace.untilQuietNs(System.nanoTime())));
        }
    }

    private void digest(final long segment) throws IOException
    {
        final IndexFile indexed = folder.open(segment, IndexKind.GENERATIONS);
        if (indexed.isUsable())
        {
            final IndexFile digest = folder.open(segment, IndexKind.DIGEST);
            if (!digest.checkAll() || !digest.summary().equals(indexed.summary()))
            {
                write(indexed.summary(), digests);
                folder.sync(segment); // all files of it: ahead of a pause a sync waits for what writers have under way
            }
        }
    }

    private void index(final long segment) throws IOException
    {
        final List<SegmentIndexBuilder> wanted = missing(segment);
        if (wanted.isEmpty())
        {
            return;
        }
        wanted.forEach(builder -> builder.begin(segment));
        final SegmentSummary summary = SegmentWalk.walk(
            segments, journalId, segment, journaled.getAsLong(), this::isWanted, (generation, offset) ->
            {
                for (final SegmentIndexBuilder builder : wanted)
                {
                    builder.apply(generation, offset);
                }
            });
        if (summary != null)
        {
            write(summary, wanted);
        }
    }

    private void write(final SegmentSummary summary, final List<SegmentIndexBuilder> wanted) throws IOException
    {
        for (final SegmentIndexBuilder builder : wanted)
        {
            folder.write(summary, builder);
        }
    }

    /** Those whose file of a segment is not there, or not as it was written, or not made from what the others were made from. */
    private List<SegmentIndexBuilder> missing(final long segment)
    {
        if (segment >= lookedBelow)
        {
            return builders;
        }
        final List<SegmentIndexBuilder> missing = new ArrayList<>();
        SegmentSummary known = null;
        for (final SegmentIndexBuilder builder : builders)
        {
            final boolean isThere = IndexFolder.holds(foundNames, segment, builder.kind());
            final IndexFile file = isThere ? folder.open(segment, builder.kind()) : null;
            if (file == null || !file.checkAll() || known != null && !known.equals(file.summary()))
            {
                missing.add(builder);
            }
            else
            {
                known = file.summary();
            }
        }
        return missing;
    }

    /** Finishes what is sealed, if that does not take long, and ends the thread. */
    @Override
    public void close()
    {
        closeDeadlineNs = System.nanoTime() + CLOSE_NS;
        isClosing = true;
        LockSupport.unpark(thread);
        Joining.uninterruptibly(thread);
    }
}
