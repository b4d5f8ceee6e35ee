package io.varve.journal;

import io.varve.api.Durability;
import io.varve.codec.checksum.Chain;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.generation.JournalIdentity;
import io.varve.journal.admission.ProducerTable;
import io.varve.journal.index.LogIndex;
import io.varve.journal.memory.MemorySegments;
import io.varve.journal.recovery.RecoveryReport;
import io.varve.journal.recovery.RecoveryReport.Previous;
import io.varve.journal.segment.Segments;
import io.varve.journal.stream.Streams;
import io.varve.journal.write.JournalEnd;
import io.varve.journal.write.JournalSink;
import io.varve.ring.LogPositions;
import io.varve.ring.LogStart;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.security.SecureRandom;

/** A journal in memory: always new, gone when it is closed. */
final class MemoryJournal implements Journal
{
    private final MemorySegments segments = new MemorySegments(MemorySegments.SEGMENT_LENGTH_DEFAULT);
    private final LogPositions positions = new LogPositions(new UnsafeBuffer(
        BufferUtil.allocateDirectAligned(LogPositions.LENGTH, BitUtil.CACHE_LINE_LENGTH)), 0);
    private final JournalSink sink;
    private final Dictionary dictionary = new Dictionary();
    private final Streams streams = Streams.inMemory();
    private final ProducerTable producers = new ProducerTable();
    private final LogStart start;
    private final LogIndex index;

    MemoryJournal(final StoreContext context)
    {
        sink = new JournalSink(segments, positions, new JournalEnd(-1, 0, Chain.START, 0), -1, context.sealPaceNs());
        final SecureRandom random = new SecureRandom();
        start = LogStart.empty(new JournalIdentity(random.nextLong(), random.nextLong(), 1, 0));
        final long journalId = start.journal().folded();
        index = new LogIndex(segments, () -> journalId, null, Integer.MAX_VALUE);
    }

    @Override
    public Segments segments()
    {
        return segments;
    }

    @Override
    public LogIndex index()
    {
        return index;
    }

    @Override
    public JournalSink sink()
    {
        return sink;
    }

    @Override
    public LogPositions positions()
    {
        return positions;
    }

    @Override
    public LogStart start()
    {
        return start;
    }

    @Override
    public Dictionary dictionary()
    {
        return dictionary;
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
        return producers;
    }

    @Override
    public RecoveryReport recovery()
    {
        return new RecoveryReport(Previous.NEW, 0, 0, 0, "");
    }

    @Override
    public Durability strongest()
    {
        return Durability.JOURNALED;
    }

    @Override
    public void requestSync()
    {
        // memory has nothing to sync to
    }

    @Override
    public void await(final long position, final Durability durability, final long timeoutNs)
    {
        // What is journaled has reached all that memory gives.
    }

    @Override
    public String place()
    {
        return "mem://";
    }

    @Override
    public void close()
    {
        sink.close();
    }
}
