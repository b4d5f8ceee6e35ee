package io.varve.journal;

import io.varve.api.Durability;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.generation.JournalIdentity;
import io.varve.journal.admission.ProducerIndexBuilder;
import io.varve.journal.admission.ProducerTable;
import io.varve.journal.admission.ProducersState;
import io.varve.journal.chronicle.ChronicleLoading;
import io.varve.journal.chronicle.ChronicleWriter;
import io.varve.journal.chronicle.Bookkeeping;
import io.varve.journal.digest.DigestIndexBuilder;
import io.varve.journal.directory.BookkeepingFile;
import io.varve.journal.directory.BootId;
import io.varve.journal.directory.CountersFile;
import io.varve.journal.directory.DirectoryLayout;
import io.varve.journal.directory.DirectoryLock;
import io.varve.journal.directory.DurableFiles;
import io.varve.journal.directory.FormatFile;
import io.varve.journal.directory.WatermarkFile;
import io.varve.journal.index.GenerationIndexBuilder;
import io.varve.journal.index.IndexFolder;
import io.varve.journal.index.LogIndex;
import io.varve.journal.index.SegmentIndexBuilder;
import io.varve.journal.index.SegmentIndexer;
import io.varve.journal.key.KeyTableFile;
import io.varve.journal.key.NamesIndexBuilder;
import io.varve.journal.recovery.LogTotals;
import io.varve.journal.recovery.NamesState;
import io.varve.journal.recovery.Recovery;
import io.varve.journal.recovery.RecoveryReport;
import io.varve.journal.recovery.StartPhases;
import io.varve.journal.segment.SegmentCache;
import io.varve.journal.segment.SegmentFolder;
import io.varve.journal.segment.Segments;
import io.varve.journal.stream.StreamState;
import io.varve.journal.stream.Streams;
import io.varve.journal.write.JournalEnd;
import io.varve.journal.write.JournalSink;
import io.varve.journal.write.Syncer;
import io.varve.ring.LogPositions;
import io.varve.ring.LogStart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A journal in a data directory: takes the lock, recovers, and opens Chronicle's files for writing. */
final class FileJournal implements Journal
{
    private final DirectoryLayout directory;
    private final DirectoryLock lock;
    private final WatermarkFile watermark;
    private final CountersFile counters;
    private final Segments segments;
    private final LogIndex logIndex;
    private final KeyTableFile keys;
    private final NamesState names;
    private final JournalEnd end;
    private final Streams streams;
    private final ProducersState producers;
    private final SegmentIndexer indexer;
    private final LogStart start;
    private final ChronicleWriter writer;
    private final JournalSink sink;
    private final Syncer syncer;
    private final RecoveryReport report;
    private final Durability strongest;

    FileJournal(final StoreContext context)
    {
        final StartPhases phases = new StartPhases();
        directory = new DirectoryLayout(context.directory().toAbsolutePath().normalize());
        final BootId bootId = context.bootId();
        makeFolder(directory);
        FormatFile.read(directory); // what is not ours is refused ahead of writing anything into it
        lock = DirectoryLock.acquire(directory, bootId);
        ChronicleLoading.begin();
        WatermarkFile openedWatermark = null;
        ChronicleWriter openedWriter = null;
        StreamState openedStreams = null;
        KeyTableFile openedKeys = null;
        try
        {
            final FormatFile format = formatOf(context);
            openedWatermark = WatermarkFile.open(directory, format);
            counters = CountersFile.openForWriting(directory);

            final IndexFolder index = new IndexFolder(directory.index(), format.journalIdHigh(), format.journalIdLow());
            keys = new KeyTableFile(directory.keys(), format.journalIdHigh(), format.journalIdLow(), bootId);
            openedKeys = keys;
            names = new NamesState(index, keys);
            producers = new ProducersState(index);
            openedStreams = new StreamState(directory.streams(), index, new SegmentFolder(directory.journal()),
                format.journalIdHigh(), format.journalIdLow(), bootId, names::dictionary);
            phases.end("files");
            final Recovery recovery =
                new Recovery(directory, format, bootId, index, List.of(names, openedStreams, producers));
            recovery.run(counters, openedWatermark, phases);
            final LogTotals state = recovery.end();
            start = new LogStart(
                new JournalIdentity(format.journalIdHigh(), format.journalIdLow(), recovery.epoch(), 0),
                state.nextNumber(), state.nextPosition(), state.chain(), state.recordedAt());
            // Not ahead of recovery, which may replace files.
            segments = new SegmentCache(directory.journal(), format.segmentLength());
            final long journalId = start.journal().folded();
            logIndex = new LogIndex(segments, () -> journalId, index, LogIndex.MEMORY_SEGMENTS_DEFAULT);
            openedWriter = new ChronicleWriter(directory.journal(), format.segmentLength(), recovery.appendPlace());
            phases.end("chronicle");

            end = new JournalEnd(state.nextNumber() - 1, state.nextPosition(), state.chain(), recovery.endSegment());
            positions().journaled(state.nextPosition());
            positions().synced(state.nextPosition());
            sink = new JournalSink(
                openedWriter, positions(), end, state.nextNumber() - 1, context.sealPaceNs());
            streams = openedStreams.open(recovery.epoch());
            indexer = new SegmentIndexer(
                index, segments, journalId, format.segmentLength(), positions()::journaled, indexBuilders());
            sink.onRoll(indexer::rolledTo);
            writer = openedWriter;
            watermark = openedWatermark;
            strongest = DataDirectory.strongestAt(directory.journal());
            syncer = new Syncer(
                writer::sync, end, sink, positions(), watermark, bootId, recovery.epoch(), context.syncIntervalNs()).start();
            keys.opened(recovery.epoch());
            counters.ready(format, bootId, recovery.epoch());
            indexer.start(writer.segment());
            phases.end("threads");
            report = recovery.report(phases);
        }
        catch (final IOException e)
        {
            release(openedWriter, openedWatermark, openedStreams, openedKeys);
            throw DurableFiles.failure("open the data directory", directory.root(), e);
        }
        catch (final RuntimeException | Error e)
        {
            release(openedWriter, openedWatermark, openedStreams, openedKeys);
            throw e;
        }
    }

    /** What is made of each sealed segment. */
    private List<SegmentIndexBuilder> indexBuilders()
    {
        return List.of(
            new GenerationIndexBuilder(), new NamesIndexBuilder(), new ProducerIndexBuilder(),
            streams.linksBuilder(names.dictionary()), new DigestIndexBuilder(directory.journal()));
    }

    private static void makeFolder(final DirectoryLayout directory)
    {
        try
        {
            DurableFiles.createFolders(directory.root());
        }
        catch (final IOException e)
        {
            throw DurableFiles.failure("make the data directory", directory.root(), e);
        }
    }

    private FormatFile formatOf(final StoreContext context) throws IOException
    {
        final FormatFile found = FormatFile.read(directory);
        DurableFiles.createFolders(directory.journal());
        if (found != null)
        {
            checkSegmentLength(found);
            return found;
        }
        syncName(directory); // a start that was killed may have made the folder and not come to that
        final FormatFile created = FormatFile.create(context.segmentLength());
        ChronicleWriter.checkSegmentLength(context.segmentLength());
        created.write(directory);
        return created;
    }

    private static void syncName(final DirectoryLayout directory) throws IOException
    {
        final Path parent = directory.root().getParent();
        if (parent != null && Files.isReadable(parent))
        {
            DurableFiles.syncFolder(parent);
        }
    }

    private void checkSegmentLength(final FormatFile found)
    {
        try
        {
            ChronicleWriter.checkSegmentLength(found.segmentLength());
        }
        catch (final IllegalArgumentException e)
        {
            throw new EventLogException(ErrorCode.CORRUPT, "the format of the data directory is impossible: file=" +
                directory.format() + ", " + e.getMessage() + "; restore the file from a backup", e);
        }
    }

    private void release(
        final ChronicleWriter openedWriter,
        final WatermarkFile openedWatermark,
        final StreamState openedStreams,
        final KeyTableFile openedKeys)
    {
        if (openedStreams != null)
        {
            openedStreams.close();
        }
        if (openedWriter != null)
        {
            openedWriter.close();
            openedWriter.closeChannels();
        }
        if (openedWatermark != null)
        {
            openedWatermark.close();
        }
        if (openedKeys != null)
        {
            openedKeys.close();
        }
        lock.close();
        ChronicleLoading.await(); // a start that failed leaves no thread behind that the caller could get into a circle with
    }

    @Override
    public Segments segments()
    {
        return segments;
    }

    @Override
    public LogIndex index()
    {
        return logIndex;
    }

    @Override
    public JournalSink sink()
    {
        return sink;
    }

    @Override
    public LogPositions positions()
    {
        return counters.positions();
    }

    @Override
    public LogStart start()
    {
        return start;
    }

    @Override
    public Dictionary dictionary()
    {
        return names.dictionary();
    }

    @Override
    public Streams streams()
    {
        return streams;
    }

    @Override
    public long lastGeneration()
    {
        return sink.journaledGeneration();
    }

    @Override
    public ProducerTable producers()
    {
        return producers.table();
    }

    @Override
    public RecoveryReport recovery()
    {
        return report;
    }

    @Override
    public Durability strongest()
    {
        return strongest;
    }

    @Override
    public void requestSync()
    {
        syncer.request();
    }

    @Override
    public void await(final long position, final Durability durability, final long timeoutNs)
    {
        if (durability == Durability.SYNCED)
        {
            syncer.await(position, timeoutNs);
        }
    }

    @Override
    public String place()
    {
        return directory.root().toString();
    }

    /** Ahead of the mark of a clean close, so that this one is true when that one is. */
    private void closeStreams()
    {
        if (sink.failure() != null)
        {
            streams.release();
            return;
        }
        try
        {
            final JournalEnd.Snapshot last = end.snapshot();
            streams.close(last.number(), last.chain());
        }
        catch (final IOException e)
        {
            streams.release(); // the next start sees that it is not whole, and makes it anew
        }
    }

    /** Without the note the next start is slower, and nothing else. */
    private void noteBookkeeping()
    {
        try
        {
            final JournalEnd.Snapshot last = end.snapshot();
            BookkeepingFile.write(directory, last.nextPosition(), last.chain(),
                Bookkeeping.checksum(segments, directory.journal(), last.number() < 0 ? -1 : last.segment()));
        }
        catch (final IOException | EventLogException e)
        {
            // The disk may be full or failing; what matters is said by the last sync.
        }
    }

    @Override
    public void close()
    {
        try
        {
            writer.close();
            closeStreams();
            noteBookkeeping();
            syncer.close();
            indexer.close();
            if (sink.failure() == null)
            {
                keys.closed(end.snapshot().chain());
            }
        }
        finally
        {
            release(writer, watermark, null, keys);
        }
    }
}
