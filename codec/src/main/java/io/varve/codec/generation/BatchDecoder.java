package io.varve.codec.generation;

import io.varve.codec.checksum.Crc;
import io.varve.codec.sbe.BatchHeaderDecoder;
import io.varve.codec.sbe.EventHeaderDecoder;
import io.varve.codec.sbe.HoleHeaderDecoder;
import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/**
 * Walks the batches of a generation and the events of a batch. A walk that does not ask for data reads headers only.
 *
 * <p>Use: {@code wrap(generation); while (next()) { while (nextEvent()) { ... } }}; holes are stepped over, their
 * positions counted.
 */
public final class BatchDecoder
{
    private static final int ID_OFFSET = BatchHeaderDecoder.idEncodingOffset();
    private static final int TIME_OFFSET = BatchHeaderDecoder.timeDeltaEncodingOffset();

    /** Bytes of an event header that the event's checksum covers. */
    private static final int CHECKED_EVENT_HEADER_LENGTH = EventHeaderDecoder.crcEncodingOffset();

    private final HoleHeaderDecoder hole = new HoleHeaderDecoder();

    private DirectBuffer buffer;
    private int batchesLeft;
    private int nextHeaderOffset;
    private int nextDataOffset;
    private long nextPosition;
    private long minTimestamp;

    /** The first eight bytes of the batch header: five fields in one load. */
    private long head;
    private long id;
    private int flags;
    private int count;
    private long firstPosition;
    private long timestamp;
    private long sequence;
    private int metadataOffset;
    private int metadataLength;

    private int eventHeadersOffset;
    private int eventIndex;
    private int eventLength;
    private int eventType;
    private int eventCrc;
    private int eventDataOffset;

    /** Starts ahead of the first batch of a generation that was found valid. */
    public void wrap(final GenerationDecoder generation)
    {
        minTimestamp = generation.minTimestamp();
        buffer = generation.buffer();
        batchesLeft = generation.batchCount();
        nextHeaderOffset = generation.headersOffset();
        nextDataOffset = generation.dataOffset();
        nextPosition = generation.firstPosition();
        count = 0;
        eventIndex = 0;
    }

    /**
     * Steps to the next batch.
     *
     * @return false behind the last one.
     */
    public boolean next()
    {
        skipRemainingEvents();
        while (batchesLeft > 0)
        {
            batchesLeft--;
            buffer.boundsCheck(nextHeaderOffset, GenerationLayout.BATCH_LENGTH); // one for all the words of a header
            head = HeaderWords.get(buffer.addressOffset() + nextHeaderOffset);
            flags = (int)(head >>> 24) & 0xFF;
            if ((flags & BatchFlags.HOLE) == 0)
            {
                readBatch();
                return true;
            }
            hole.wrap(buffer, nextHeaderOffset, GenerationLayout.BATCH_LENGTH, GenerationLayout.LAYOUT_VERSION);
            nextPosition += hole.eventCount();
            nextHeaderOffset += GenerationLayout.BATCH_LENGTH;
        }
        return false;
    }

    /**
     * Steps to the next batch with an id; others are passed over by what their headers say of their lengths.
     *
     * @param wantedId of the instance, or its key's number; of whatever aggregate.
     * @return false when none follows: the walk is over then.
     */
    public boolean nextOf(final long wantedId, final boolean isKeyed)
    {
        skipRemainingEvents();
        final int wantedFlags = isKeyed ? BatchFlags.KEYED : 0;
        while (batchesLeft > 0)
        {
            final long word = buffer.getLong(nextHeaderOffset, ByteOrder.LITTLE_ENDIAN);
            final int found = (int)(word >>> 24) & (BatchFlags.HOLE | BatchFlags.KEYED);
            if (found == wantedFlags && buffer.getLong(nextHeaderOffset + ID_OFFSET, ByteOrder.LITTLE_ENDIAN) == wantedId ||
                (found & BatchFlags.HOLE) != 0)
            {
                next();
                if (count > 0 && id == wantedId && isKeyed() == isKeyed)
                {
                    return true;
                }
                skipRemainingEvents();
            }
            else
            {
                passOver(word);
            }
        }
        return false;
    }

    private void passOver(final long word)
    {
        batchesLeft--;
        final int passedFlags = (int)(word >>> 24) & 0xFF;
        final int passed = ((int)(word >>> 8) & 0xFF) + 1;
        int offset = nextHeaderOffset + GenerationLayout.BATCH_LENGTH + BatchFlags.wideLength(passedFlags);
        if ((passedFlags & BatchFlags.METADATA) != 0)
        {
            nextDataOffset += (int)buffer.getLong(offset - BatchFlags.WIDE_FIELD_LENGTH, ByteOrder.LITTLE_ENDIAN);
        }
        for (int i = 0; i < passed; i++)
        {
            nextDataOffset += buffer.getShort(offset, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
            offset += GenerationLayout.EVENT_LENGTH;
        }
        nextPosition += passed;
        nextHeaderOffset = offset;
    }

    private void readBatch()
    {
        final long address = buffer.addressOffset() + nextHeaderOffset;
        id = HeaderWords.get(address + ID_OFFSET);
        final long timeAndSequence = HeaderWords.get(address + TIME_OFFSET);
        int offset = nextHeaderOffset + GenerationLayout.BATCH_LENGTH;
        if ((flags & BatchFlags.WIDE_TIME) != 0)
        {
            timestamp = buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN);
            offset += BatchFlags.WIDE_FIELD_LENGTH;
        }
        else
        {
            timestamp = minTimestamp + (timeAndSequence & 0xFFFF_FFFFL);
        }
        if ((flags & BatchFlags.WIDE_SEQUENCE) != 0)
        {
            sequence = buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN);
            offset += BatchFlags.WIDE_FIELD_LENGTH;
        }
        else
        {
            sequence = timeAndSequence >>> 32;
        }
        metadataOffset = nextDataOffset;
        metadataLength = 0;
        if ((flags & BatchFlags.METADATA) != 0)
        {
            metadataLength = (int)buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN);
            offset += BatchFlags.WIDE_FIELD_LENGTH;
        }

        count = ((int)(head >>> 8) & 0xFF) + 1;
        firstPosition = nextPosition;
        eventHeadersOffset = offset;
        eventIndex = -1;
        eventLength = 0;
        eventDataOffset = nextDataOffset + metadataLength;

        nextPosition += count;
        nextHeaderOffset = offset + count * GenerationLayout.EVENT_LENGTH;
    }

    private void skipRemainingEvents()
    {
        if (count > 0)
        {
            while (nextEvent())
            {
                // Only headers are read: the sum of the lengths is where the next batch's data stands.
            }
            nextDataOffset = eventDataOffset + eventLength;
            count = 0;
        }
    }

    /**
     * Steps to the next event of the batch.
     *
     * @return false behind the last one.
     */
    public boolean nextEvent()
    {
        if (eventIndex + 1 >= count)
        {
            return false;
        }
        eventIndex++;
        eventDataOffset += eventLength;
        final long bits = buffer.getLong(
            eventHeadersOffset + eventIndex * GenerationLayout.EVENT_LENGTH, ByteOrder.LITTLE_ENDIAN);
        eventLength = (int)(bits & 0xFFFF);
        eventType = (int)(bits >>> 16 & 0xFFFF);
        eventCrc = (int)(bits >>> 32);
        return true;
    }

    /** Bits of {@link BatchFlags}. */
    public int flags()
    {
        return flags;
    }

    /** Whether the instance is addressed by a key. */
    public boolean isKeyed()
    {
        return (flags & BatchFlags.KEYED) != 0;
    }

    public int identityIndex()
    {
        return (int)head & 0xFF;
    }

    /** Id of the instance, or its key's number. */
    public long id()
    {
        return id;
    }

    /** Events of the batch. */
    public int count()
    {
        return count;
    }

    /** Version of its first event in the stream. */
    public long firstVersion()
    {
        return head >>> 32;
    }

    /** Position of its first event in the log. */
    public long firstPosition()
    {
        return firstPosition;
    }

    /** Ns since the epoch, of all its events. */
    public long timestamp()
    {
        return timestamp;
    }

    /** Index + 1 of its producer, 0 for none. */
    public int producerIndex()
    {
        return (int)(head >>> 16) & 0xFF;
    }

    /** Number that the producer gave it. */
    public long sequence()
    {
        return sequence;
    }

    /** Where its metadata stands in {@link GenerationDecoder#buffer()}. */
    public int metadataOffset()
    {
        return metadataOffset;
    }

    /** Bytes of its metadata, 0 for none. */
    public int metadataLength()
    {
        return metadataLength;
    }

    /** Index of the current event in its batch. */
    public int eventIndex()
    {
        return eventIndex;
    }

    /** Bytes of the current event's data. */
    public int eventLength()
    {
        return eventLength;
    }

    /** Number of the current event's type in its domain. */
    public int eventType()
    {
        return eventType;
    }

    /** CRC-32C of the current event's length, type and data, as written. */
    public int eventCrc()
    {
        return eventCrc;
    }

    /** Whether the current event's length, type and data are what was written: for who has checked the headers only. */
    public boolean isEventCrcGood()
    {
        buffer.boundsCheck(eventDataOffset, eventLength);
        final long address = buffer.addressOffset();
        final int ofHeader = Crc.crc32c(
            0, address + eventHeadersOffset + eventIndex * GenerationLayout.EVENT_LENGTH, CHECKED_EVENT_HEADER_LENGTH);
        return Crc.crc32c(ofHeader, address + eventDataOffset, eventLength) == eventCrc;
    }

    /** Where the current event's data stands in {@link GenerationDecoder#buffer()}. */
    public int eventDataOffset()
    {
        return eventDataOffset;
    }
}
