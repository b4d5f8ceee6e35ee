package io.varve.codec.generation;

import io.varve.codec.Limits;
import io.varve.codec.checksum.Chain;
import io.varve.codec.checksum.Crc;
import io.varve.codec.name.Identity;
import io.varve.codec.sbe.DictionaryEntryEncoder;
import io.varve.codec.sbe.GenerationHeaderEncoder;
import io.varve.codec.sbe.HoleHeaderEncoder;
import io.varve.codec.sbe.ProducerEntryEncoder;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes one generation into off-heap memory, front to back in each of its parts.
 *
 * <p>The sizes are known before the first byte is written: {@link #begin} places the parts, then identities,
 * producers and entries are put, then batches with their events, and {@link #seal} writes the header with its checksum.
 */
public final class GenerationEncoder
{
    private static final long U32_MAX = 0xFFFF_FFFFL;

    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final GenerationHeaderEncoder header = new GenerationHeaderEncoder();
    private final ProducerEntryEncoder producer = new ProducerEntryEncoder();
    private final DictionaryEntryEncoder entry = new DictionaryEntryEncoder();
    private final HoleHeaderEncoder hole = new HoleHeaderEncoder();

    private long address;
    private int length;
    private int tableOffset;
    private int headerOffset;
    private int dataOffset;
    private int dataStart;
    private int headersStart;
    private int identityCount;
    private int producerCount;
    private int entryCount;
    private int batchCount;
    private int eventCount;
    private int promisedEventCount;
    private long positionCount;
    private long minTimestamp;
    private int crc32c;
    private long previousChain;

    /**
     * Starts a generation.
     *
     * @param buffer        off-heap memory, owned by the caller until {@link #seal} returns.
     * @param offset        of the generation in it.
     * @param tablesLength  bytes of identities, producers and dictionary entries together.
     * @param headersLength bytes of all batch headers with their wide fields and event headers.
     * @param dataLength    bytes of metadata and events.
     * @param minTimestamp  ns since the epoch, the lowest of all batches.
     */
    public void begin(
        final UnsafeBuffer buffer,
        final int offset,
        final int tablesLength,
        final int headersLength,
        final int dataLength,
        final long minTimestamp)
    {
        length = GenerationLayout.HEADER_LENGTH + tablesLength + headersLength + dataLength;
        view.wrap(buffer, offset, length);
        address = view.addressOffset();
        this.minTimestamp = minTimestamp;
        tableOffset = GenerationLayout.HEADER_LENGTH;
        headersStart = headerOffset = tableOffset + tablesLength;
        dataStart = dataOffset = headerOffset + headersLength;
        identityCount = producerCount = entryCount = batchCount = eventCount = promisedEventCount = 0;
        positionCount = 0;
    }

    /** Puts the next identity; batches name it by the order of these calls, from 0. */
    public void putIdentity(final long high, final long low)
    {
        Identity.write(view, tableOffset, high, low);
        tableOffset += GenerationLayout.IDENTITY_LENGTH;
        identityCount++;
    }

    /** Puts the next producer, after all identities; batches name it by the order of these calls, from 1. */
    public void putProducer(final long number, final int session)
    {
        producer.wrap(view, tableOffset).number(number).session(session & U32_MAX);
        view.setMemory(tableOffset + ProducerEntryEncoder.reservedEncodingOffset(),
            ProducerEntryEncoder.reservedEncodingLength(), (byte)0);
        tableOffset += GenerationLayout.PRODUCER_LENGTH;
        producerCount++;
    }

    /** Puts the next dictionary entry, after all producers. */
    public void putEntry(final EntryKind kind, final int identityIndex, final long number, final byte[] utf8)
    {
        final int entryLength = GenerationLayout.entryLength(utf8.length);
        view.setMemory(tableOffset, entryLength, (byte)0);
        entry.wrap(view, tableOffset)
            .kind((short)kind.code())
            .identityIndex((short)identityIndex)
            .nameLength(utf8.length)
            .number(number);
        view.putBytes(tableOffset + GenerationLayout.ENTRY_LENGTH, utf8);
        tableOffset += entryLength;
        entryCount++;
    }

    /**
     * The flags that a batch's time and sequence need besides the given ones.
     *
     * @param minTimestamp of the generation, ns since the epoch.
     */
    public static int withWideFlags(final int flags, final long timestamp, final long minTimestamp, final long sequence)
    {
        return flags |
            (timestamp - minTimestamp > U32_MAX || timestamp - minTimestamp < 0 ? BatchFlags.WIDE_TIME : 0) |
            (sequence > U32_MAX || sequence < 0 ? BatchFlags.WIDE_SEQUENCE : 0);
    }

    /**
     * Puts the next batch header and its metadata; exactly {@code count} events must follow.
     *
     * @param flags          with the wide ones that {@link #withWideFlags} adds.
     * @param producerIndex  index + 1 of the producer, 0 for none.
     * @param timestamp      ns since the epoch.
     * @param metadata       where {@code metadataLength} encoded bytes stand; ignored when that is 0.
     */
    public void putBatch(
        final int flags,
        final int identityIndex,
        final long id,
        final long firstVersion,
        final int count,
        final long timestamp,
        final int producerIndex,
        final long sequence,
        final DirectBuffer metadata,
        final int metadataOffset,
        final int metadataLength)
    {
        assert count > 0 && count <= Limits.MAX_BATCH_EVENTS : "count=" + count + ", max=" + Limits.MAX_BATCH_EVENTS;

        checkRoom(GenerationLayout.batchHeadersLength(flags, 0), metadataLength);

        int offset = headerOffset;
        putLong(offset, HeaderWords.batch(flags, identityIndex, firstVersion, count, producerIndex));
        putLong(offset + HeaderWords.ID_OFFSET, id);
        putLong(offset + HeaderWords.TIME_OFFSET,
            ((flags & BatchFlags.WIDE_SEQUENCE) == 0 ? sequence << 32 : 0) |
                ((flags & BatchFlags.WIDE_TIME) == 0 ? timestamp - minTimestamp : 0));
        offset += GenerationLayout.BATCH_LENGTH;

        if ((flags & BatchFlags.WIDE_TIME) != 0)
        {
            putLong(offset, timestamp);
            offset += BatchFlags.WIDE_FIELD_LENGTH;
        }
        if ((flags & BatchFlags.WIDE_SEQUENCE) != 0)
        {
            putLong(offset, sequence);
            offset += BatchFlags.WIDE_FIELD_LENGTH;
        }
        if ((flags & BatchFlags.METADATA) != 0)
        {
            putLong(offset, metadataLength);
            offset += BatchFlags.WIDE_FIELD_LENGTH;
            view.putBytes(dataOffset, metadata, metadataOffset, metadataLength);
            dataOffset += metadataLength;
        }

        headerOffset = offset;
        batchCount++;
        promisedEventCount += count;
    }

    /** One check for all the stores of a batch or an event, which then go by address. */
    private void checkRoom(final int headersLength, final int bytes)
    {
        if (headerOffset + headersLength > dataStart || dataOffset + bytes > length)
        {
            throw new IllegalStateException("generation has no room as planned: headers left=" + (dataStart - headerOffset) +
                ", needed=" + headersLength + ", data left=" + (length - dataOffset) + ", needed=" + bytes);
        }
    }

    private void putLong(final int offset, final long value)
    {
        HeaderWords.put(address + offset, value);
    }

    /** Puts the next event of the batch. */
    public void putEvent(
        final int type, final int crc, final DirectBuffer source, final int sourceOffset, final int eventLength)
    {
        assert eventLength >= 0 && eventLength <= Limits.MAX_EVENT_LENGTH :
            "length=" + eventLength + ", max=" + Limits.MAX_EVENT_LENGTH;
        assert type >= 0 && type <= Limits.MAX_TYPES : "type=" + type + ", max=" + Limits.MAX_TYPES;

        checkRoom(GenerationLayout.EVENT_LENGTH, eventLength);
        source.boundsCheck(sourceOffset, eventLength);
        putLong(headerOffset, HeaderWords.event(type, crc, eventLength));
        headerOffset += GenerationLayout.EVENT_LENGTH;
        UnsafeApi.copyMemory(
            source.byteArray(), source.addressOffset() + sourceOffset, null, address + dataOffset, eventLength);
        dataOffset += eventLength;
        eventCount++;
        positionCount++;
    }

    /**
     * Puts batches that were written elsewhere, as they stand: their headers with {@link HeaderWords}, their times narrow to the
     * lowest of all or all of them wide.
     *
     * @param headers of all these batches and their events, from 0.
     * @param data    of all these batches, from 0, metadata first in each.
     */
    public void putBatches(
        final DirectBuffer headers,
        final int headersLength,
        final DirectBuffer data,
        final int dataLength,
        final int batches,
        final int events)
    {
        checkRoom(headersLength, dataLength);
        view.putBytes(headerOffset, headers, 0, headersLength);
        view.putBytes(dataOffset, data, 0, dataLength);
        headerOffset += headersLength;
        dataOffset += dataLength;
        batchCount += batches;
        eventCount += events;
        promisedEventCount += events;
        positionCount += events;
    }

    /** Puts a hole that stands for removed events. */
    public void putHole(final long removedEventCount)
    {
        view.setMemory(headerOffset, GenerationLayout.BATCH_LENGTH, (byte)0);
        hole.wrap(view, headerOffset).flags((short)BatchFlags.HOLE).eventCount(removedEventCount);
        headerOffset += GenerationLayout.BATCH_LENGTH;
        batchCount++;
        positionCount += removedEventCount;
    }

    /**
     * Writes the header and its checksum; the generation is complete when this returns.
     *
     * @param recordedAt    ns since the epoch, the node's clock.
     * @param previousChain of the generation before.
     * @return the bytes of the generation.
     * @throws IllegalStateException when what was put is not what {@link #begin} was told: nothing may be published then.
     */
    public int seal(
        final JournalIdentity journal,
        final long number,
        final long firstPosition,
        final long maxTimestamp,
        final long recordedAt,
        final long syncedUpTo,
        final long previousChain)
    {
        if (tableOffset != headersStart || headerOffset != dataStart || dataOffset != length ||
            eventCount != promisedEventCount)
        {
            throw new IllegalStateException("generation is not what was planned: tables end=" + tableOffset + " of " +
                headersStart + ", headers end=" + headerOffset + " of " + dataStart + ", data end=" + dataOffset + " of " +
                length + ", events=" + eventCount + " of " + promisedEventCount);
        }

        header.wrap(view, 0)
            .magic(GenerationLayout.MAGIC & U32_MAX)
            .length(length)
            .layoutVersion(GenerationLayout.LAYOUT_VERSION)
            .headerLength(GenerationLayout.HEADER_LENGTH)
            .number(number)
            .firstPosition(firstPosition)
            .nextPosition(firstPosition + positionCount)
            .minTimestamp(minTimestamp)
            .maxTimestamp(maxTimestamp)
            .recordedAt(recordedAt)
            .journalId(journal.folded())
            .term(journal.term())
            .syncedUpTo(syncedUpTo)
            .previousChain(previousChain)
            .epoch(journal.epoch())
            .eventCount(eventCount)
            .batchCount(batchCount)
            .identityCount(identityCount)
            .producerCount(producerCount)
            .entryCount(entryCount)
            .headersOffset(headersStart)
            .dataOffset(dataStart);

        final int headersCrc = GenerationChecksum.ofHeaders(address, dataStart);
        header.headersCrc(headersCrc & U32_MAX);
        crc32c = GenerationChecksum.ofAll(headersCrc, address, dataStart, length);
        header.crc(crc32c & U32_MAX);
        this.previousChain = previousChain;
        return length;
    }

    /**
     * Chain of the generation that was sealed last, computed from its bytes, which must still be there. It stands in none of
     * them but in the next generation, so readers need not wait for it.
     */
    public long chain()
    {
        final int checkedLength = length - GenerationLayout.CHECKED_OFFSET;
        return Chain.next(previousChain, crc32c, Crc.crc32(view, GenerationLayout.CHECKED_OFFSET, checkedLength));
    }
}
