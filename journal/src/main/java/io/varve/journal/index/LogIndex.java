package io.varve.journal.index;

import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.Segments;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * The indexes of generations of a whole log, as one process sees them: files of sealed segments, opened when they are asked
 * for first, and memory for segments that have no file that can be used. Thread-safe; an index that is there is found without
 * a lock.
 */
public final class LogIndex
{
    /** Segments that are indexed in memory at once, unless set; about 2 % of their length each. */
    public static final int MEMORY_SEGMENTS_DEFAULT = 8;

    private static final long LOOK_AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long NOT_FOUND = -1;
    private static final int INITIAL_ENTRIES = 16;

    private final Segments segments;
    private final LongSupplier journalId;
    private final IndexFolder folder;
    private final int memorySegments;
    private final long firstSegment;

    /** By segment, counted from the first; replaced when it grows. */
    private volatile Entry[] entries = new Entry[INITIAL_ENTRIES];
    private final ArrayDeque<Entry> inMemory = new ArrayDeque<>();

    /** Stored and read without a barrier: a look-up must not wait for loads that others have under way. */
    private final AtomicReference<SegmentIndex> lastFound = new AtomicReference<>();
    private volatile SealedIndexes sealed = SealedIndexes.NONE;
    private volatile long lastSegment = -1;

    /** What is known of a segment. */
    private static final class Entry
    {
        private volatile SegmentIndex file;
        private volatile OpenSegmentIndex memory;
        private volatile long lookedNs;
        private volatile boolean hasLooked;
        private volatile Beginning beginning;
    }

    /** The first generation of a segment. */
    private record Beginning(long number, long position)
    {
    }

    /**
     * Over segments that stay what they are; when files may have been replaced, another one is needed.
     *
     * @param journalId      folded, which every generation carries.
     * @param folder         of index files, or null for a log that has none.
     * @param memorySegments how many segments may be indexed in memory at once.
     */
    public LogIndex(
        final Segments segments, final LongSupplier journalId, final IndexFolder folder, final int memorySegments)
    {
        this.segments = segments;
        this.journalId = journalId;
        this.folder = folder;
        this.memorySegments = memorySegments;
        firstSegment = segments.first();
    }

    /**
     * The index of a segment.
     *
     * @param limit position up to which the log is known to be complete, and up to which the index is wanted.
     * @return null when nothing valid can be seen of it: the segment must be scanned.
     */
    public SegmentIndex of(final long segment, final long limit)
    {
        final Entry entry = entry(segment);
        if (entry == null)
        {
            return null;
        }
        final SegmentIndex file = file(entry, segment);
        if (file != null)
        {
            return file;
        }
        OpenSegmentIndex memory = entry.memory;
        if (memory == null)
        {
            memory = openMemory(entry, segment);
            if (memory == null)
            {
                return null;
            }
        }
        memory.extend(limit);
        return memory;
    }

    /** Whether a segment has an index file that can be used. */
    public boolean isFromFile(final SegmentIndex index)
    {
        return index instanceof GenerationIndexFile;
    }

    private Entry entry(final long segment)
    {
        final long index = segment - firstSegment;
        final Entry[] known = entries;
        final Entry found = index >= 0 && index < known.length ? known[(int)index] : null;
        return found != null || index < 0 || index > Integer.MAX_VALUE / 4 ? found : addEntry((int)index);
    }

    private synchronized Entry addEntry(final int index)
    {
        Entry[] known = entries;
        if (index >= known.length)
        {
            known = Arrays.copyOf(known, Math.max(2 * known.length, index + 1));
        }
        if (known[index] == null)
        {
            known[index] = new Entry();
        }
        entries = known;
        return known[index];
    }

    /** A file that was not there, or not usable, is looked for again now and then: somebody may have made it since. */
    private SegmentIndex file(final Entry entry, final long segment)
    {
        final SegmentIndex known = entry.file;
        if (known != null && known.isUsable())
        {
            return known;
        }
        final long nowNs = System.nanoTime();
        if (folder == null || entry.hasLooked && nowNs - entry.lookedNs < LOOK_AGAIN_NS)
        {
            return null;
        }
        final IndexFile file = folder.open(segment, IndexKind.GENERATIONS);
        final GenerationIndexFile found = file.isUsable() ? GenerationIndexFile.of(file) : null;
        final boolean isBound = found != null && IndexInspection.isBound(segments, file.summary());
        entry.file = isBound ? found : null;
        if (isBound)
        {
            entry.memory = null;
        }
        entry.lookedNs = nowNs;
        entry.hasLooked = true;
        return entry.file;
    }

    private synchronized OpenSegmentIndex openMemory(final Entry entry, final long segment)
    {
        if (entry.memory == null)
        {
            entry.memory = OpenSegmentIndex.of(segments, journalId, segment);
            if (entry.memory != null)
            {
                inMemory.addLast(entry);
            }
            while (inMemory.size() > memorySegments)
            {
                inMemory.removeFirst().memory = null;
            }
        }
        return entry.memory;
    }

    /**
     * The index that holds a generation.
     *
     * @param number of the generation in the journal.
     * @param limit  as in {@link #of}.
     * @return null when no index holds it.
     */
    public SegmentIndex ofGeneration(final long number, final long limit)
    {
        final SegmentIndex known = sealed.find(number);
        if (known != null && known.isUsable())
        {
            return known;
        }
        final SegmentIndex recent = lastFound.getAcquire();
        if (recent != null && recent.isUsable() && holds(recent, number))
        {
            return recent;
        }
        SegmentIndex found = lookFor(number, limit);
        if (found == null)
        {
            lastSegment = segments.last(); // there may be more than when it was asked last
            found = lookFor(number, limit);
        }
        if (found != null)
        {
            lastFound.setRelease(found);
        }
        if (isFromFile(found))
        {
            addSealed(found);
        }
        return found;
    }

    private synchronized void addSealed(final SegmentIndex index)
    {
        sealed = sealed.with(index);
    }

    private SegmentIndex lookFor(final long number, final long limit)
    {
        final long segment = find(beginning -> beginning.number <= number);
        final SegmentIndex found = segment == NOT_FOUND ? null : of(segment, limit);
        return found != null && holds(found, number) ? found : null;
    }

    /**
     * Number of the generation behind the last one that lies below a position up to which the log is complete.
     *
     * @return -1 when that cannot be told.
     */
    public long numberBehind(final long limit)
    {
        final long segment = segmentOfPosition(limit - 1);
        final SegmentIndex index = segment == NOT_FOUND ? null : of(segment, limit);
        return index == null || index.nextPosition() < limit ? NOT_FOUND : index.firstGeneration() + index.generations();
    }

    private static boolean holds(final SegmentIndex index, final long number)
    {
        return number >= index.firstGeneration() && number - index.firstGeneration() < index.generations();
    }

    /**
     * The last segment that begins at or below a position.
     *
     * @return -1 when that cannot be told.
     */
    public long segmentOfPosition(final long position)
    {
        lastSegment = segments.last();
        return find(beginning -> beginning.position <= position);
    }

    /** Says whether what is looked for does not lie before a segment. */
    private interface NotBefore
    {
        boolean test(Beginning beginning);
    }

    private long find(final NotBefore condition)
    {
        long low = firstSegment;
        long high = lastSegment;
        long found = NOT_FOUND;
        while (low <= high)
        {
            final long middle = low + (high - low) / 2;
            final Beginning beginning = beginning(middle);
            if (beginning == null && middle < high)
            {
                return NOT_FOUND;
            }
            if (beginning != null && condition.test(beginning))
            {
                found = middle;
                low = middle + 1;
            }
            else
            {
                high = middle - 1; // or made ahead of time, and empty
            }
        }
        return found;
    }

    private Beginning beginning(final long segment)
    {
        final Entry entry = entry(segment);
        if (entry == null || entry.beginning != null)
        {
            return entry == null ? null : entry.beginning;
        }
        final SegmentIndex file = file(entry, segment);
        if (file != null)
        {
            entry.beginning = new Beginning(file.firstGeneration(), file.firstPosition());
            return entry.beginning;
        }
        final GenerationWalker walker = new GenerationWalker(segments, journalId);
        if (walker.startAtFirstGeneration(segment))
        {
            entry.beginning = new Beginning(walker.nextNumber(), walker.nextPosition());
        }
        return entry.beginning;
    }
}
