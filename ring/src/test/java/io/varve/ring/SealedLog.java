package io.varve.ring;

import io.varve.codec.Limits;
import io.varve.codec.checksum.Crc;
import io.varve.codec.dictionary.AggregateNames;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.generation.BatchDecoder;
import io.varve.codec.generation.BatchFlags;
import io.varve.codec.generation.EntryKind;
import io.varve.codec.generation.GenerationCheck;
import io.varve.codec.generation.GenerationDecoder;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Reads what a sink has kept as a stranger would, by the bytes alone, and fails at the first thing that no sealed log may
 * have: a bad checksum, a broken chain, a gap in numbers, positions or versions, a name without its entry or with two.
 */
final class SealedLog
{
    /** One dictionary entry. */
    record Entry(EntryKind kind, long identityHigh, long identityLow, long number, String text)
    {
    }

    /** One event. */
    record SealedEvent(String type, byte[] data)
    {
    }

    /** One batch. */
    record SealedBatch(
        int generation,
        String aggregate,
        String key,
        long id,
        long version,
        long position,
        long timestamp,
        byte[] metadata,
        List<SealedEvent> events)
    {
    }

    /** One stream. */
    private record Stream(AggregateNames aggregate, boolean isKeyed, long id)
    {
    }

    /** Receives each batch ahead of its events. */
    interface Visitor
    {
        void onBatch(GenerationDecoder generation, BatchDecoder batch);

        void onEvent(GenerationDecoder generation, BatchDecoder batch);
    }

    private static final UnsafeBuffer CRC_SCRATCH =
        new UnsafeBuffer(BufferUtil.allocateDirectAligned(Limits.MAX_EVENT_LENGTH + Integer.BYTES, 64));

    private final CollectingSink sink;
    private final LogStart start;
    private final Dictionary dictionary = new Dictionary();
    private final List<Entry> entries = new ArrayList<>();
    private final Set<Entry> distinctEntries = new HashSet<>();
    private final Map<Stream, Long> nextVersions = new HashMap<>();

    private SealedLog(final CollectingSink sink, final LogStart start)
    {
        this.sink = sink;
        this.start = start;
    }

    /** All batches, in their order. */
    static List<SealedBatch> batches(final CollectingSink sink, final LogStart start)
    {
        final List<SealedBatch> batches = new ArrayList<>();
        final SealedLog log = new SealedLog(sink, start);
        log.walk(new Visitor()
        {
            @Override
            public void onBatch(final GenerationDecoder generation, final BatchDecoder batch)
            {
                final AggregateNames aggregate = log.aggregate(generation, batch);
                final byte[] metadata = new byte[batch.metadataLength()];
                generation.buffer().getBytes(batch.metadataOffset(), metadata);
                batches.add(new SealedBatch(
                    (int)(generation.number() - start.nextGeneration()),
                    aggregate.domain().domain() + '/' + aggregate.name().text(),
                    batch.isKeyed() ? aggregate.findKey(batch.id()).text() : null,
                    batch.id(), batch.firstVersion(), batch.firstPosition(), batch.timestamp(), metadata, new ArrayList<>()));
            }

            @Override
            public void onEvent(final GenerationDecoder generation, final BatchDecoder batch)
            {
                final byte[] data = new byte[batch.eventLength()];
                generation.buffer().getBytes(batch.eventDataOffset(), data);
                batches.get(batches.size() - 1).events().add(new SealedEvent(
                    log.aggregate(generation, batch).domain().findType(batch.eventType()).text(), data));
            }
        });
        return batches;
    }

    /** All dictionary entries, in their order. */
    static List<Entry> entries(final CollectingSink sink, final LogStart start)
    {
        final SealedLog log = new SealedLog(sink, start);
        log.walk(null);
        return log.entries;
    }

    /** Checks everything and shows it. */
    static void walk(final CollectingSink sink, final LogStart start, final Visitor visitor)
    {
        new SealedLog(sink, start).walk(visitor);
    }

    private void walk(final Visitor visitor)
    {
        sink.assertUsedWell();
        final GenerationDecoder generation = new GenerationDecoder();
        final BatchDecoder batch = new BatchDecoder();
        long position = start.nextPosition();
        long chain = start.chain();
        long recordedAt = start.recordedAt();
        for (int i = 0, count = sink.generationCount(); i < count; i++)
        {
            final String place = "generation=" + i;
            assertEquals(GenerationCheck.VALID, generation.wrap(sink.slab(i), sink.offset(i), sink.length(i)), place);
            assertEquals(sink.length(i), generation.length(), place);
            assertEquals(start.nextGeneration() + i, generation.number(), place);
            assertEquals(generation.number(), sink.number(i), place);
            assertEquals(position, generation.firstPosition(), place);
            assertEquals(chain, generation.previousChain(), place);
            assertTrue(generation.recordedAt() >= recordedAt, place);
            assertEquals(sink.syncedWhenSealed(i), generation.syncedUpTo(), place);
            assertEquals(start.journal().folded(), generation.journalId(), place);
            assertEquals(start.journal().epoch(), generation.epoch(), place);
            assertTrue(generation.batchCount() > 0, place);
            assertTrue(generation.batchCount() == 1 || generation.length() <= Limits.TARGET_GENERATION_LENGTH,
                place + ", length=" + generation.length() + ", batches=" + generation.batchCount());
            takeEntries(generation, place);
            position = walkBatches(generation, batch, position, visitor, place);
            chain = generation.computeChain();
            recordedAt = generation.recordedAt();
            assertEquals(position, generation.nextPosition(), place);
            assertEquals(position, sink.nextPosition(i), place);
            assertEquals(chain, sink.chain(i), place);
        }
    }

    private void takeEntries(final GenerationDecoder generation, final String place)
    {
        generation.forEachEntry((kind, high, low, number, utf8) ->
        {
            final Entry entry = new Entry(kind, kind == EntryKind.TYPE || kind == EntryKind.AGGREGATE ? high : 0,
                kind == EntryKind.TYPE || kind == EntryKind.AGGREGATE ? low & ~0xFFL : 0, number,
                new String(utf8, StandardCharsets.UTF_8));
            assertTrue(distinctEntries.add(entry), place + " has an entry again: " + entry);
            entries.add(entry);
            dictionary.onEntry(kind, high, low, number, utf8);
        });
    }

    private long walkBatches(
        final GenerationDecoder generation,
        final BatchDecoder batch,
        final long firstPosition,
        final Visitor visitor,
        final String place)
    {
        long position = firstPosition;
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        int events = 0;
        batch.wrap(generation);
        while (batch.next())
        {
            assertEquals(position, batch.firstPosition(), place);
            min = Math.min(min, batch.timestamp());
            max = Math.max(max, batch.timestamp());
            final AggregateNames aggregate = aggregate(generation, batch);
            final Stream stream = new Stream(aggregate, batch.isKeyed(), batch.id());
            final long version = nextVersions.getOrDefault(stream, 0L);
            assertEquals(version, batch.firstVersion(), () -> place + ", stream=" + stream);
            nextVersions.put(stream, version + batch.count());
            if (batch.isKeyed())
            {
                assertNotNull(aggregate.findKey(batch.id()), place);
            }
            if (visitor != null)
            {
                visitor.onBatch(generation, batch);
            }
            while (batch.nextEvent())
            {
                assertNotNull(aggregate.domain().findType(batch.eventType()), place);
                assertEquals(crc(generation.buffer(), batch), batch.eventCrc(), place);
                if (visitor != null)
                {
                    visitor.onEvent(generation, batch);
                }
            }
            assertTrue(batch.count() > 0, place);
            position += batch.count();
            events += batch.count();
        }
        assertEquals(events, generation.eventCount(), place);
        assertEquals(min, generation.minTimestamp(), place);
        assertEquals(max, generation.maxTimestamp(), place);
        return position;
    }

    private AggregateNames aggregate(final GenerationDecoder generation, final BatchDecoder batch)
    {
        return dictionary.aggregate(
            generation.identityHigh(batch.identityIndex()), generation.identityLow(batch.identityIndex()));
    }

    private static int crc(final DirectBuffer buffer, final BatchDecoder batch)
    {
        CRC_SCRATCH.putInt(0, batch.eventType() << 16 | batch.eventLength(), ByteOrder.LITTLE_ENDIAN);
        CRC_SCRATCH.putBytes(Integer.BYTES, buffer, batch.eventDataOffset(), batch.eventLength());
        return Crc.crc32c(CRC_SCRATCH, 0, Integer.BYTES + batch.eventLength());
    }

    /** Whether the times of a batch's generation are wide. */
    static boolean isWide(final BatchDecoder batch)
    {
        return (batch.flags() & BatchFlags.WIDE_TIME) != 0;
    }
}
