package io.varve.ring;

import io.varve.codec.Limits;
import io.varve.codec.dictionary.AggregateNames;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.dictionary.Name;
import io.varve.codec.generation.BatchFlags;
import io.varve.codec.generation.EntryKind;
import io.varve.codec.generation.GenerationLayout;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the next generation will hold, in sizes: known before the first byte is written, so that each event is copied once
 * and rolling back to the last whole batch costs nothing.
 *
 * <p>Timestamps are narrow when all batches of the generation lie within 4.29 s, else all of them are wide.
 */
final class GenerationPlan
{
    private static final long U32_MAX = 0xFFFF_FFFFL;

    /** A name whose entry goes into the generation that is planned. */
    record Entry(EntryKind kind, int aggregateOrdinal, Name name)
    {
    }

    private final Dictionary dictionary;
    private final UnsafeBuffer arena;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Entry> candidateEntries = new ArrayList<>();

    /** By aggregate ordinal: the plan that used it last, and its index there. */
    private long[] usedInPlan = new long[8];
    private int[] indexInPlan = new int[8];
    private int[] ordinals = new int[8];
    private long planNumber = 1;

    private int identityCount;
    private int batchCount;
    private int narrowHeadersLength;
    private int dataLength;
    private int entriesLength;
    private int eventCount;
    private long minTimestamp;
    private long maxTimestamp;
    private int length;
    private final Considered considered = new Considered();

    /** Whether the batch that was asked about last only makes the generation longer, and by how much. */
    private boolean isPlain;
    private int plainHeadersLength;
    private int plainDataLength;

    /** The sums of the plan with one more batch. */
    private static final class Considered
    {
        private int identityCount;
        private int entriesLength;
        private int narrowHeadersLength;
        private int dataLength;
        private long minTimestamp;
        private long maxTimestamp;
        private int length;
    }

    GenerationPlan(final Dictionary dictionary, final UnsafeBuffer arena)
    {
        this.dictionary = dictionary;
        this.arena = arena;
        reset();
    }

    void reset()
    {
        planNumber++;
        identityCount = batchCount = narrowHeadersLength = dataLength = entriesLength = eventCount = 0;
        minTimestamp = Long.MAX_VALUE;
        maxTimestamp = Long.MIN_VALUE;
        if (!entries.isEmpty())
        {
            entries.clear();
        }
    }

    boolean isEmpty()
    {
        return batchCount == 0;
    }

    /**
     * Whether a batch goes into this generation: always when it is the first, else up to the target length.
     */
    boolean fits(final RecordFlyweight record)
    {
        isPlain = isPlain(record);
        if (isPlain)
        {
            return true;
        }
        consider(record);
        return batchCount == 0 ||
            considered.length <= Limits.TARGET_GENERATION_LENGTH && considered.identityCount <= Limits.MAX_GENERATION_IDENTITIES;
    }

    /** Most bytes of the generation that starts with the batch that {@link #fits} was asked about last. */
    int lengthToReserve()
    {
        return Math.max(Limits.TARGET_GENERATION_LENGTH, considered.length);
    }

    /** Adds the batch that {@link #fits} was asked about last. */
    void add(final RecordFlyweight record)
    {
        if (isPlain)
        {
            batchCount++;
            eventCount += record.eventCount();
            narrowHeadersLength += plainHeadersLength;
            dataLength += plainDataLength;
            length += plainHeadersLength + plainDataLength;
            return;
        }
        if (considered.identityCount != identityCount)
        {
            planIdentity(record.aggregateOrdinal());
        }
        if (considered.entriesLength != entriesLength)
        {
            entries.addAll(candidateEntries);
            entriesLength = considered.entriesLength;
        }
        batchCount++;
        eventCount += record.eventCount();
        narrowHeadersLength = considered.narrowHeadersLength;
        dataLength = considered.dataLength;
        minTimestamp = considered.minTimestamp;
        maxTimestamp = considered.maxTimestamp;
        length = considered.length;
    }

    /**
     * Whether a batch only makes the generation longer, within its target: a known aggregate, no new name, a time between
     * those that are there, and all of them narrow. So are nearly all batches of a writer in a hurry.
     */
    private boolean isPlain(final RecordFlyweight record)
    {
        final long timestamp = record.timestamp();
        if (timestamp < minTimestamp || timestamp > maxTimestamp || isWide(minTimestamp, maxTimestamp) ||
            (record.flags() & RecordFlyweight.NEW_NAMES) != 0 || !isPlanned(record.aggregateOrdinal()))
        {
            return false;
        }
        final int metadataLength = record.metadataLength();
        plainHeadersLength = GenerationLayout.batchHeadersLength(
            metadataLength == 0 ? 0 : BatchFlags.METADATA, record.eventCount());
        plainDataLength = record.dataLength() + metadataLength;
        return length + plainHeadersLength + plainDataLength <= Limits.TARGET_GENERATION_LENGTH;
    }

    /** Computes what the plan would be with a batch. */
    private void consider(final RecordFlyweight record)
    {
        final int metadataLength = record.metadataLength();
        considered.identityCount = isPlanned(record.aggregateOrdinal()) ? identityCount : identityCount + 1;
        considered.entriesLength = (record.flags() & RecordFlyweight.NEW_NAMES) == 0 ?
            entriesLength : entriesLength + collectNewEntries(record);
        considered.narrowHeadersLength = narrowHeadersLength +
            GenerationLayout.batchHeadersLength(metadataLength == 0 ? 0 : BatchFlags.METADATA, record.eventCount());
        considered.dataLength = dataLength + record.dataLength() + metadataLength;
        considered.minTimestamp = Math.min(minTimestamp, record.timestamp());
        considered.maxTimestamp = Math.max(maxTimestamp, record.timestamp());
        considered.length = GenerationLayout.HEADER_LENGTH +
            considered.identityCount * GenerationLayout.IDENTITY_LENGTH +
            considered.entriesLength +
            considered.narrowHeadersLength +
            (isWide(considered.minTimestamp, considered.maxTimestamp) ?
                (batchCount + 1) * BatchFlags.WIDE_FIELD_LENGTH : 0) +
            considered.dataLength;
    }

    private static boolean isWide(final long min, final long max)
    {
        final long span = max - min;
        return span > U32_MAX || span < 0; // negative: the difference itself overflowed
    }

    private boolean isPlanned(final int ordinal)
    {
        return ordinal < usedInPlan.length && usedInPlan[ordinal] == planNumber;
    }

    private void planIdentity(final int ordinal)
    {
        if (ordinal >= usedInPlan.length)
        {
            usedInPlan = Arrays.copyOf(usedInPlan, 2 * (ordinal + 1));
            indexInPlan = Arrays.copyOf(indexInPlan, usedInPlan.length);
        }
        if (identityCount == ordinals.length)
        {
            ordinals = Arrays.copyOf(ordinals, 2 * identityCount);
        }
        usedInPlan[ordinal] = planNumber;
        indexInPlan[ordinal] = identityCount;
        ordinals[identityCount++] = ordinal;
    }

    /** Finds the names of a record that are neither in the log nor in this plan. */
    private int collectNewEntries(final RecordFlyweight record)
    {
        candidateEntries.clear();
        final int ordinal = record.aggregateOrdinal();
        final AggregateNames aggregate = dictionary.aggregate(ordinal);
        collect(EntryKind.AGGREGATE, ordinal, aggregate.name());
        if (record.isKeyed())
        {
            collect(EntryKind.KEY, ordinal, aggregate.findKey(record.id()));
        }
        int eventOffset = record.firstEventOffset();
        for (int i = 0, count = record.eventCount(); i < count; i++)
        {
            final int lengthAndType = arena.getInt(eventOffset + Integer.BYTES);
            collect(EntryKind.TYPE, ordinal, aggregate.domain().findType(lengthAndType >>> 16));
            eventOffset += RecordFlyweight.EVENT_HEADER_LENGTH + (lengthAndType & 0xFFFF);
        }

        int length = 0;
        for (int i = 0; i < candidateEntries.size(); i++)
        {
            length += GenerationLayout.entryLength(candidateEntries.get(i).name.utf8().length);
        }
        return length;
    }

    private void collect(final EntryKind kind, final int ordinal, final Name name)
    {
        if (!name.isWritten() && !contains(entries, name) && !contains(candidateEntries, name))
        {
            candidateEntries.add(new Entry(kind, ordinal, name));
        }
    }

    private static boolean contains(final List<Entry> list, final Name name)
    {
        for (int i = 0; i < list.size(); i++)
        {
            if (list.get(i).name == name)
            {
                return true;
            }
        }
        return false;
    }

    int identityCount()
    {
        return identityCount;
    }

    /** Ordinal of the aggregate with an index of the plan. */
    int ordinalAt(final int index)
    {
        return ordinals[index];
    }

    /** Index in the plan of an aggregate of it. */
    int indexOf(final int ordinal)
    {
        return indexInPlan[ordinal];
    }

    List<Entry> entries()
    {
        return entries;
    }

    int eventCount()
    {
        return eventCount;
    }

    boolean isWide()
    {
        return isWide(minTimestamp, maxTimestamp);
    }

    long minTimestamp()
    {
        return minTimestamp;
    }

    long maxTimestamp()
    {
        return maxTimestamp;
    }

    int tablesLength()
    {
        return identityCount * GenerationLayout.IDENTITY_LENGTH + entriesLength;
    }

    int headersLength()
    {
        return narrowHeadersLength + (isWide() ? batchCount * BatchFlags.WIDE_FIELD_LENGTH : 0);
    }

    int dataLength()
    {
        return dataLength;
    }

    int length()
    {
        return length;
    }
}
