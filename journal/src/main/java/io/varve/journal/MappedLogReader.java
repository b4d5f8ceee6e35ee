package io.varve.journal;

import io.varve.api.Durability;
import io.varve.api.EventCursor;
import io.varve.api.LogReader;
import io.varve.api.Positions;
import io.varve.api.Query;
import io.varve.api.QueryPlan;
import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.api.Token;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.generation.JournalIdentity;
import io.varve.codec.key.KeyTable;
import io.varve.journal.directory.BootId;
import io.varve.journal.directory.CountersFile;
import io.varve.journal.directory.DirectoryLayout;
import io.varve.journal.directory.DirectoryLock;
import io.varve.journal.directory.FormatFile;
import io.varve.journal.directory.Watermark;
import io.varve.journal.directory.WatermarkFile;
import io.varve.journal.index.IndexFolder;
import io.varve.journal.key.KeyTableFile;
import io.varve.journal.key.NamesReader;
import io.varve.journal.index.LogIndex;
import io.varve.journal.read.LogCursors;
import io.varve.journal.read.LogView;
import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;
import io.varve.journal.segment.Segment;
import io.varve.journal.segment.SegmentCache;
import io.varve.journal.segment.SegmentFolder;
import io.varve.journal.segment.Segments;
import io.varve.journal.stream.MappedStreams;
import io.varve.journal.stream.StreamLocator;

import java.util.concurrent.TimeUnit;

/**
 * Reads a data directory that another process may be writing, by mapping it; writes nothing into it.
 *
 * <p>While a writer of this boot is or was there, its mapped counters say how far the log has come. After a loss of power they say
 * nothing, and the log ends at the first invalid generation behind the watermark, which is where the next writer will cut it.
 */
final class MappedLogReader implements LogReader, LogView
{
    private static final long UNKNOWN = -1;
    private static final long LOOK_AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(2);

    private final DirectoryLayout directory;
    private final BootId bootId;
    private final Segments segments = new CurrentSegments();
    private final Durability strongest;

    private volatile FormatFile format;
    private volatile CountersFile counters;

    /** With which the counters were found to be true. */
    private volatile long trueIncarnation = UNKNOWN;
    private long lookedNs;
    private volatile Files files;

    /** Where the log of a dead writer ends, as long as no other one has come. */
    private long orphanIncarnation;
    private long orphanEnd;

    /** The counters have no checksum, the watermark has: below it nothing is ever cut, so they cannot be below it and true. */
    private final long syncedAtOpen;
    private Positions found;
    private long foundEpoch;

    /** Names read so far, for as long as no other writer has come. */
    private volatile NamesReader names;
    private long namesIncarnation;
    private volatile long namesBelow;
    private volatile boolean isClosed;

    /** What is mapped, for as long as no other writer may have replaced it. */
    private record Files(
        long incarnation, FormatFile format, Segments segments, LogIndex index, StreamLocator streams)
    {
    }

    /** The segments as they are now, for cursors that live longer than a writer. */
    private final class CurrentSegments implements Segments
    {
        @Override
        public long first()
        {
            return files().segments.first();
        }

        @Override
        public long last()
        {
            return files().segments.last();
        }

        @Override
        public Segment open(final long number)
        {
            return files().segments.open(number);
        }
    }

    MappedLogReader(final DirectoryLayout directory, final BootId bootId, final Durability strongest)
    {
        this.directory = directory;
        this.bootId = bootId;
        this.strongest = strongest;
        format = FormatFile.read(directory);
        counters = CountersFile.openForReading(directory);
        namesIncarnation = incarnation();
        final Watermark watermark = format == null ? null : WatermarkFile.read(directory, format);
        syncedAtOpen = watermark == null ? 0 : watermark.nextPosition();
        lookBehindDeadWriter();
        lookedNs = System.nanoTime() - LOOK_AGAIN_NS;
    }

    private Files files()
    {
        final long now = incarnation();
        final FormatFile known = format;
        Files current = files;
        if (current == null || current.incarnation != now || current.format != known)
        {
            final Segments mapped = known == null ?
                new SegmentFolder(directory.journal()) : new SegmentCache(directory.journal(), known.segmentLength());
            final IndexFolder index = known == null ?
                null : new IndexFolder(directory.index(), known.journalIdHigh(), known.journalIdLow());
            current = new Files(
                now, known, mapped, new LogIndex(mapped, this::journalId, index, LogIndex.MEMORY_SEGMENTS_DEFAULT),
                known == null || (now & 1) != 0 ? StreamLocator.NONE : MappedStreams.open(
                    directory.streams(), index, mapped, known.journalIdHigh(), known.journalIdLow(), bootId,
                    WatermarkFile.read(directory, known)));
            files = current;
        }
        return current;
    }

    /** @return the counters when they are true. */
    private CountersFile live()
    {
        final CountersFile known = counters;
        if (known == null)
        {
            return null;
        }
        final long incarnation = known.incarnation();
        if (incarnation == trueIncarnation)
        {
            return known; // what makes them true was written ahead of it, and changes only with it
        }
        if (format == null || !known.isTrue(format, bootId))
        {
            return null;
        }
        trueIncarnation = (incarnation & 1) == 0 ? incarnation : UNKNOWN;
        return known;
    }

    @Override
    public Positions positions()
    {
        final CountersFile live = live();
        return live == null ?
            lookForPositions() :
            new Positions(journaled(live), synced(live), live.positions().replicated());
    }

    @Override
    public long positionAt(final Durability durability)
    {
        final CountersFile live = live();
        if (live == null)
        {
            return lookForPositions().at(durability);
        }
        return switch (durability)
        {
            case JOURNALED -> journaled(live);
            case SYNCED -> synced(live);
            case REPLICATED -> live.positions().replicated();
        };
    }

    /**
     * A writer that was killed between a generation and its counter left one more than the counter says. The next writer keeps it,
     * so it is counted here already: what a reader sees is what a writer would go on from.
     */
    private void lookBehindDeadWriter()
    {
        final CountersFile live = live();
        if (live != null && !hasWriter())
        {
            orphanIncarnation = live.incarnation();
            final long counted = Math.max(live.positions().journaled(), syncedAtOpen);
            final GenerationWalker walker = walker();
            walker.seekPosition(counted, counted);
            long end = counted;
            while (walker.nextPosition() >= counted && walker.next(Long.MAX_VALUE) == Step.GENERATION)
            {
                end = walker.nextPosition();
            }
            orphanEnd = end;
        }
    }

    private long journaled(final CountersFile live)
    {
        final long counted = Math.max(live.positions().journaled(), syncedAtOpen);
        return orphanEnd > counted && orphanIncarnation == live.incarnation() ? orphanEnd : counted;
    }

    private long synced(final CountersFile live)
    {
        return Math.max(live.positions().synced(), syncedAtOpen);
    }

    /** Without true counters: what stands in the files, looked up again now and then, since a writer may start. */
    private synchronized Positions lookForPositions()
    {
        final long nowNs = System.nanoTime();
        if (found != null && nowNs - lookedNs < LOOK_AGAIN_NS)
        {
            return found;
        }
        lookedNs = nowNs;
        if (format == null)
        {
            format = FormatFile.read(directory);
        }
        if (counters == null)
        {
            counters = CountersFile.openForReading(directory);
        }
        if (live() != null)
        {
            return positions();
        }
        if (found == null)
        {
            found = format == null ? new Positions(0, 0, 0) : walkToEnd();
        }
        return found;
    }

    private Positions walkToEnd()
    {
        final Watermark watermark = WatermarkFile.read(directory, format);
        long synced = 0;
        final GenerationWalker walker = walker();
        if (watermark != null)
        {
            synced = watermark.nextPosition();
            foundEpoch = watermark.epoch();
            walker.seekPosition(synced, synced);
        }
        while (walker.next(Long.MAX_VALUE) == Step.GENERATION)
        {
            foundEpoch = Math.max(foundEpoch, walker.generation().epoch());
        }
        return new Positions(Math.max(synced, walker.nextPosition()), synced, 0);
    }

    @Override
    public Segments segments()
    {
        return segments;
    }

    /** Index files; null as long as there is no journal. */
    IndexFolder indexFolder()
    {
        final FormatFile known = format;
        return known == null ? null : new IndexFolder(directory.index(), known.journalIdHigh(), known.journalIdLow());
    }

    @Override
    public LogIndex index()
    {
        return files().index;
    }

    @Override
    public JournalIdentity journal()
    {
        final CountersFile live = live();
        if (format == null)
        {
            return new JournalIdentity(0, 0, 0, 0);
        }
        if (live == null)
        {
            lookForPositions();
        }
        return new JournalIdentity(
            format.journalIdHigh(), format.journalIdLow(), live == null ? foundEpoch : live.epoch(), 0);
    }

    @Override
    public long incarnation()
    {
        final CountersFile known = counters;
        return known == null ? 0 : known.incarnation();
    }

    @Override
    public Dictionary names(final long belowGeneration)
    {
        if (names == null || namesBelow < belowGeneration)
        {
            readNames(belowGeneration);
        }
        return names.names();
    }

    private GenerationWalker walker()
    {
        return new GenerationWalker(segments, this::journalId);
    }

    @Override
    public long journalId()
    {
        final FormatFile known = format;
        return known == null ? 0 : known.journalIdHigh() ^ known.journalIdLow();
    }

    private synchronized void readNames(final long belowGeneration)
    {
        if (names == null || namesIncarnation != incarnation())
        {
            // Another writer: files were replaced, and numbers of names that were cut may stand for others now.
            namesIncarnation = incarnation();
            namesBelow = 0;
            final FormatFile known = format;
            names = known == null ?
                new NamesReader(segments, this::journalId, null, () -> null) :
                new NamesReader(
                    segments,
                    this::journalId,
                    new IndexFolder(directory.index(), known.journalIdHigh(), known.journalIdLow()),
                    () -> followKeys(known));
        }
        if (names.below() < belowGeneration)
        {
            names.advance(belowGeneration, positionAt(Durability.JOURNALED));
        }
        namesBelow = names.below();
    }

    /** Why the next writer will make the table of keys anew, or null. */
    String keysFault()
    {
        final FormatFile known = format;
        return known == null ? null : KeyTableFile.fault(
            directory.keys(),
            known.journalIdHigh(),
            known.journalIdLow(),
            bootId,
            journal().epoch(),
            cleanChain(known));
    }

    private long cleanChain(final FormatFile known)
    {
        final Watermark watermark = WatermarkFile.read(directory, known);
        return watermark != null && watermark.isClean() ? watermark.chain() : 0;
    }

    private KeyTable followKeys(final FormatFile known)
    {
        return KeyTableFile.follow(
            directory.keys(),
            known.journalIdHigh(),
            known.journalIdLow(),
            bootId,
            journal().epoch(),
            cleanChain(known));
    }

    @Override
    public StreamLocator streams()
    {
        return files().streams;
    }

    @Override
    public Durability defaultDurability()
    {
        return strongest;
    }

    @Override
    public EventCursor query(final Query query)
    {
        return LogCursors.query(this, query);
    }

    @Override
    public QueryPlan explain(final Query query)
    {
        return LogCursors.explain(this, query);
    }

    @Override
    public Tailer tail(final TailStart start)
    {
        return LogCursors.tail(this, start);
    }

    @Override
    public Token head()
    {
        return LogCursors.head(this);
    }

    @Override
    public boolean isClosed()
    {
        return isClosed;
    }

    @Override
    public void close()
    {
        isClosed = true;
    }

    DirectoryLayout directory()
    {
        return directory;
    }

    /** Bytes that segments are filled up to; 0 as long as there is no journal. */
    int segmentLength()
    {
        final FormatFile known = format;
        return known == null ? 0 : known.segmentLength();
    }

    /** Whether the process that opened the directory for writing last seems to live; only informs. */
    boolean hasWriter()
    {
        return DirectoryLock.isHolderAlive(directory, bootId);
    }
}
