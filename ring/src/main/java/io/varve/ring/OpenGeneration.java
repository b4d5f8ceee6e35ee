package io.varve.ring;

import io.varve.codec.Limits;
import io.varve.codec.checksum.Crc;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.generation.BatchFlags;
import io.varve.codec.generation.GenerationEncoder;
import io.varve.codec.generation.GenerationLayout;
import io.varve.codec.generation.HeaderWords;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The generation that is filled now: headers and data of its batches as they will stand in the log, in two places of their own
 * that stay in the first cache, and put together when it is sealed.
 *
 * <p>Timestamps are narrow, relative to the lowest, when all batches lie within 4.29 s, else all of them are wide. A time that is
 * lower than all before moves the others; both happen in place and seldom.
 */
final class OpenGeneration
{
    private static final long U32_MAX = 0xFFFF_FFFFL;
    private static final int NONE = -1;

    private static final int CAPACITY = RecordRing.MAX_RECORD_LENGTH + BitUtil.CACHE_LINE_LENGTH;
    private static final int LONE_EVENT_LENGTH = GenerationLayout.batchHeadersLength(0, 1);

    /**
     * Most that the smallest batches that go together into a generation of the target length grow by when their times turn
     * wide.
     */
    private static final int MAX_WIDENING_LENGTH =
        Limits.TARGET_GENERATION_LENGTH / LONE_EVENT_LENGTH * BatchFlags.WIDE_FIELD_LENGTH;

    private final GenerationNames names;
    private final UnsafeBuffer headers =
        new UnsafeBuffer(BufferUtil.allocateDirectAligned(CAPACITY, BitUtil.CACHE_LINE_LENGTH));
    private final UnsafeBuffer data =
        new UnsafeBuffer(BufferUtil.allocateDirectAligned(CAPACITY, BitUtil.CACHE_LINE_LENGTH));
    private final long headersAddress = headers.addressOffset();
    private final long dataAddress = data.addressOffset();

    private int batchCount;
    private int eventCount;
    private int headersLength;
    private int dataLength;
    private int length;
    private long minTimestamp;
    private long maxTimestamp;
    private boolean isWide;

    /** Where the batches start that have no time of their own yet: all up to the end, each of one event; or {@link #NONE}. */
    private int unstampedOffset;

    /** Length and type of the last lone event, and their checksum, with which that of the event begins. */
    private long checkedLengthAndType = Long.MIN_VALUE;
    private int headCrc;

    private final Considered considered = new Considered();

    /** Whose batches come, and under which sequence; null for no producer. */
    private ProducerSession session;
    private long sequence;

    /** What the generation would be with one more batch. */
    private static final class Considered
    {
        private int entriesLength;
        private long minTimestamp;
        private long maxTimestamp;
        private int length;
    }

    OpenGeneration(final Dictionary dictionary)
    {
        names = new GenerationNames(dictionary);
        reset();
    }

    void reset()
    {
        names.reset();
        batchCount = eventCount = headersLength = dataLength = 0;
        length = GenerationLayout.HEADER_LENGTH;
        minTimestamp = Long.MAX_VALUE;
        maxTimestamp = Long.MIN_VALUE;
        isWide = false;
        unstampedOffset = NONE;
    }

    boolean isEmpty()
    {
        return batchCount == 0;
    }

    /** Sets the producer and the sequence of the batches that come; null and 0 for none. */
    void origin(final ProducerSession producer, final long producerSequence)
    {
        session = producer;
        sequence = producerSequence;
    }

    /** Flag of the header of a batch with the sequence that comes. */
    private int sequenceFlag()
    {
        return sequence > U32_MAX ? BatchFlags.WIDE_SEQUENCE : 0;
    }

    /** Whether a batch goes into this generation: always when it is the first, else up to the target length. */
    boolean fits(final RecordFlyweight record)
    {
        final int metadataLength = record.metadataLength();
        final long timestamp = record.timestamp();
        int newLength = length + record.dataLength() + metadataLength + GenerationLayout.batchHeadersLength(
            (metadataLength == 0 ? 0 : BatchFlags.METADATA) | (isWide ? BatchFlags.WIDE_TIME : 0) | sequenceFlag(),
            record.eventCount());
        considered.minTimestamp = Math.min(minTimestamp, timestamp);
        considered.maxTimestamp = Math.max(maxTimestamp, timestamp);
        if (!isWide && isWide(considered.minTimestamp, considered.maxTimestamp))
        {
            newLength += (batchCount + 1) * BatchFlags.WIDE_FIELD_LENGTH;
        }
        int identities = names.identityCount();
        if (!names.contains(record.aggregateOrdinal()))
        {
            newLength += GenerationLayout.IDENTITY_LENGTH;
            identities++;
        }
        int producers = names.sessionCount();
        if (session != null && !names.contains(session))
        {
            newLength += GenerationLayout.PRODUCER_LENGTH;
            producers++;
        }
        considered.entriesLength = 0;
        if ((record.flags() & RecordFlyweight.NEW_NAMES) != 0)
        {
            considered.entriesLength = names.collect(record, session);
            newLength += considered.entriesLength;
        }
        considered.length = newLength;
        return batchCount == 0 ||
            newLength <= Limits.TARGET_GENERATION_LENGTH && identities <= Limits.MAX_GENERATION_IDENTITIES &&
                producers <= Limits.MAX_GENERATION_PRODUCERS;
    }

    /**
     * Whether a transaction goes into this generation: always when it is the first, else up to the target length.
     *
     * @param partsLength most bytes that its batches take, with their headers, wide times, identities and names.
     * @param batches     that it has, which is most aggregates of it too.
     */
    boolean fits(final int partsLength, final int batches)
    {
        final int wideLength = isWide ? 0 : batchCount * BatchFlags.WIDE_FIELD_LENGTH;
        considered.length = Math.min(Limits.MAX_GENERATION_LENGTH, length + wideLength + partsLength);
        return batchCount == 0 ||
            considered.length <= Limits.TARGET_GENERATION_LENGTH &&
            names.identityCount() + batches <= Limits.MAX_GENERATION_IDENTITIES &&
            names.sessionCount() < Limits.MAX_GENERATION_PRODUCERS;
    }

    /** Bytes of the entries that a batch needs here. */
    int newNamesLength(final RecordFlyweight record)
    {
        return (record.flags() & RecordFlyweight.NEW_NAMES) == 0 ? 0 : names.collect(record, session);
    }

    /**
     * Most bytes of the generation that starts with the batch that {@link #fits} was asked about last; times that turn wide with
     * the last stamp may come on top of the target.
     */
    int lengthToReserve()
    {
        return Math.max(Limits.TARGET_GENERATION_LENGTH + MAX_WIDENING_LENGTH, considered.length);
    }

    /** Whether a time makes no difference to the lowest and highest, so that another one can be put in its place later. */
    boolean isWithin(final long timestamp)
    {
        return !isWide && timestamp >= minTimestamp && timestamp <= maxTimestamp;
    }

    /** Appends the batch that {@link #fits} was asked about last, which lies in the ring. */
    void add(final RecordFlyweight record, final long version)
    {
        addHead(record, version);
        final int metadataLength = record.metadataLength();
        if (metadataLength != 0)
        {
            MemoryCopy.copy(null, record.metadataAddress(), dataAddress + dataLength, metadataLength);
            dataLength += metadataLength;
        }

        long event = record.firstEventAddress();
        for (int i = 0, count = record.eventCount(); i < count; i++)
        {
            final int lengthAndType = UnsafeApi.getInt(event + Integer.BYTES);
            final int eventLength = lengthAndType & 0xFFFF;
            MemoryCopy.copy(
                null, event + RecordFlyweight.EVENT_HEADER_LENGTH, dataAddress + dataLength, eventLength);
            addEvent(lengthAndType >>> Short.SIZE, UnsafeApi.getInt(event), eventLength);
            event += RecordFlyweight.EVENT_HEADER_LENGTH + eventLength;
        }
    }

    /**
     * Appends the batch that {@link #fits} was asked about last, of one event that lies elsewhere.
     *
     * @param isUnstamped whether its time, which is one {@link #isWithin}, is set by {@link #stamp} later.
     */
    void add(
        final RecordFlyweight record,
        final long version,
        final boolean isUnstamped,
        final Object base,
        final long source)
    {
        if (isUnstamped && unstampedOffset == NONE)
        {
            unstampedOffset = headersLength;
        }
        addHead(record, version);
        final int lengthAndType = UnsafeApi.getInt(record.firstEventAddress() + Integer.BYTES);
        final int eventLength = lengthAndType & 0xFFFF;
        final long place = dataAddress + dataLength;
        MemoryCopy.copy(base, source, place, eventLength);

        if (lengthAndType != checkedLengthAndType)
        {
            checkedLengthAndType = lengthAndType;
            headCrc = Crc.crc32c(0, record.firstEventAddress() + Integer.BYTES, Integer.BYTES);
        }
        final int crc = Crc.crc32c(headCrc, place, eventLength);
        addEvent(lengthAndType >>> Short.SIZE, crc, eventLength);
    }

    private void addHead(final RecordFlyweight record, final long version)
    {
        if (considered.entriesLength != 0)
        {
            names.addCollected(considered.entriesLength);
        }
        if (considered.minTimestamp != minTimestamp || considered.maxTimestamp != maxTimestamp)
        {
            extendTimes();
        }
        final int metadataLength = record.metadataLength();
        final long timestamp = record.timestamp();
        final int count = record.eventCount();
        final int flags =
            (isWide ? BatchFlags.WIDE_TIME : 0) |
            (record.isKeyed() ? BatchFlags.KEYED : 0) |
            ((record.flags() & RecordFlyweight.MORE) == 0 ? 0 : BatchFlags.MORE) |
            sequenceFlag() |
            (metadataLength == 0 ? 0 : BatchFlags.METADATA);
        final int producerIndex = session == null ? 0 : names.add(session) + 1;
        long header = headersAddress + headersLength;
        HeaderWords.put(header, HeaderWords.batch(flags, names.add(record.aggregateOrdinal()), version, count, producerIndex));
        HeaderWords.put(header + HeaderWords.ID_OFFSET, record.id());
        HeaderWords.put(header + HeaderWords.TIME_OFFSET,
            (isWide ? 0 : timestamp - minTimestamp) | (sequenceFlag() == 0 ? sequence << Integer.SIZE : 0));
        header += GenerationLayout.BATCH_LENGTH;
        if (isWide)
        {
            HeaderWords.put(header, timestamp);
            header += BatchFlags.WIDE_FIELD_LENGTH;
        }
        if (sequenceFlag() != 0)
        {
            HeaderWords.put(header, sequence);
            header += BatchFlags.WIDE_FIELD_LENGTH;
        }
        if (metadataLength != 0)
        {
            HeaderWords.put(header, metadataLength);
            header += BatchFlags.WIDE_FIELD_LENGTH;
        }
        headersLength = (int)(header - headersAddress);
        length = considered.length;
        batchCount++;
        eventCount += count;
    }

    private void addEvent(final int type, final int crc, final int eventLength)
    {
        HeaderWords.put(headersAddress + headersLength, HeaderWords.event(type, crc, eventLength));
        headersLength += GenerationLayout.EVENT_LENGTH;
        dataLength += eventLength;
    }

    private void extendTimes()
    {
        if (!isWide && isWide(considered.minTimestamp, considered.maxTimestamp))
        {
            widen();
        }
        else if (!isWide && considered.minTimestamp < minTimestamp)
        {
            rebase();
        }
        minTimestamp = considered.minTimestamp;
        maxTimestamp = considered.maxTimestamp;
    }

    private void rebase()
    {
        final long difference = minTimestamp - considered.minTimestamp;
        for (long header = headersAddress, end = header + headersLength; header < end;)
        {
            final long time = header + HeaderWords.TIME_OFFSET;
            HeaderWords.put(time, HeaderWords.get(time) + difference);
            final long batch = HeaderWords.get(header);
            header += GenerationLayout.batchHeadersLength(HeaderWords.flags(batch), HeaderWords.eventCount(batch));
        }
    }

    /**
     * Gives each batch a wide time: the headers move to where they will end, and from there each to its place.
     *
     * @return bytes that it took.
     */
    private int widen()
    {
        final int growth = batchCount * BatchFlags.WIDE_FIELD_LENGTH;
        UnsafeApi.copyMemory(headersAddress, headersAddress + growth, headersLength);
        long from = headersAddress + growth;
        long to = headersAddress;
        for (int i = 0; i < batchCount; i++)
        {
            final long batch = HeaderWords.get(from);
            final long timeAndSequence = HeaderWords.get(from + HeaderWords.TIME_OFFSET);
            final long time = minTimestamp + (timeAndSequence & U32_MAX);
            final int rest = GenerationLayout.batchHeadersLength(HeaderWords.flags(batch), HeaderWords.eventCount(batch)) -
                GenerationLayout.BATCH_LENGTH;
            HeaderWords.put(to, HeaderWords.withFlags(batch, BatchFlags.WIDE_TIME));
            HeaderWords.put(to + HeaderWords.ID_OFFSET, HeaderWords.get(from + HeaderWords.ID_OFFSET));
            HeaderWords.put(to + HeaderWords.TIME_OFFSET, timeAndSequence & ~U32_MAX);
            HeaderWords.put(to + GenerationLayout.BATCH_LENGTH, time);
            from += GenerationLayout.BATCH_LENGTH;
            to += GenerationLayout.BATCH_LENGTH + BatchFlags.WIDE_FIELD_LENGTH;
            UnsafeApi.copyMemory(from, to, rest);
            from += rest;
            to += rest;
        }
        headersLength += growth;
        isWide = true;
        return growth;
    }

    /** Gives the batches that wait for it their time; only a clock that went back leaves them the one that they came with. */
    void stamp(final long ns)
    {
        if (unstampedOffset != NONE)
        {
            if (ns >= minTimestamp)
            {
                putStamps(ns);
            }
            unstampedOffset = NONE;
        }
    }

    private void putStamps(final long ns)
    {
        final int batches = (headersLength - unstampedOffset) / LONE_EVENT_LENGTH;
        int place = HeaderWords.TIME_OFFSET;
        int step = LONE_EVENT_LENGTH;
        long time = ns - minTimestamp;
        if (isWide(minTimestamp, ns))
        {
            length += widen();
            place = GenerationLayout.BATCH_LENGTH;
            step += BatchFlags.WIDE_FIELD_LENGTH;
            time = ns;
        }
        for (int offset = headersLength - batches * step; offset < headersLength; offset += step)
        {
            HeaderWords.put(headersAddress + offset + place, time);
        }
        maxTimestamp = Math.max(maxTimestamp, ns);
    }

    private static boolean isWide(final long min, final long max)
    {
        final long span = max - min;
        return span > U32_MAX || span < 0; // negative: the difference itself overflowed
    }

    /** Whether batches wait for {@link #stamp}. */
    boolean hasUnstamped()
    {
        return unstampedOffset != NONE;
    }

    /** Puts everything but the generation's header. */
    void encode(final GenerationEncoder encoder, final UnsafeBuffer buffer, final int offset)
    {
        encoder.begin(buffer, offset, names.length(), headersLength, dataLength, minTimestamp);
        names.encode(encoder);
        encoder.putBatches(headers, headersLength, data, dataLength, batchCount, eventCount);
    }

    GenerationNames names()
    {
        return names;
    }

    int eventCount()
    {
        return eventCount;
    }

    boolean isWide()
    {
        return isWide;
    }

    long minTimestamp()
    {
        return minTimestamp;
    }

    long maxTimestamp()
    {
        return maxTimestamp;
    }

    int length()
    {
        return length;
    }
}
