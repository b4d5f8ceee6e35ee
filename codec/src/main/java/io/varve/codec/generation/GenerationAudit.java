package io.varve.codec.generation;

import io.varve.codec.Limits;
import io.varve.codec.checksum.Crc;
import io.varve.codec.metadata.MetadataCodec;
import io.varve.codec.sbe.HoleHeaderDecoder;
import org.agrona.ExpandableDirectByteBuffer;

import java.nio.ByteOrder;

/**
 * Holds the parts of a generation against each other: what no checksum tells, because a writer that errs gives a good one to
 * whatever it wrote. For verify, not for reading.
 */
public final class GenerationAudit
{
    private static final int KNOWN_FLAGS = BatchFlags.KEYED | BatchFlags.MORE | BatchFlags.METADATA | BatchFlags.WIDE_TIME |
        BatchFlags.WIDE_SEQUENCE | BatchFlags.HOLE;

    private final BatchDecoder batch = new BatchDecoder();
    private final HoleHeaderDecoder hole = new HoleHeaderDecoder();
    private final ExpandableDirectByteBuffer scratch = new ExpandableDirectByteBuffer();

    private long events;
    private long headersLength;
    private long dataLength;
    private long holes;
    private long heldOut;
    private long minTimestamp;
    private long maxTimestamp;

    /**
     * Looks at a generation whose checksum is good.
     *
     * @return what is wrong first; null when nothing is.
     */
    public String firstFault(final GenerationDecoder generation)
    {
        try
        {
            final String fault = faultOfBatches(generation);
            return fault != null ? fault : faultOfTotals(generation);
        }
        catch (final IndexOutOfBoundsException | IllegalArgumentException e)
        {
            return "its parts reach beyond each other, " + e.getMessage();
        }
    }

    private String faultOfBatches(final GenerationDecoder generation)
    {
        events = 0;
        headersLength = 0;
        dataLength = 0;
        minTimestamp = Long.MAX_VALUE;
        maxTimestamp = Long.MIN_VALUE;
        boolean isMore = false;
        int batches = 0;
        batch.wrap(generation);
        while (batch.next())
        {
            final String fault = faultOfBatch(generation);
            if (fault != null)
            {
                return "batch at position " + batch.firstPosition() + ": " + fault;
            }
            batches++;
            isMore = (batch.flags() & BatchFlags.MORE) != 0;
        }
        holes = generation.batchCount() - batches;
        return isMore ? "its last batch says that the transaction goes on" : null;
    }

    private String faultOfBatch(final GenerationDecoder generation)
    {
        if ((batch.flags() & ~KNOWN_FLAGS) != 0)
        {
            return "unknown flags=" + batch.flags();
        }
        if (batch.identityIndex() >= generation.identityCount() || batch.producerIndex() > generation.producerCount())
        {
            return "identity index=" + batch.identityIndex() + " of " + generation.identityCount() + ", producer index=" +
                batch.producerIndex() + " of " + generation.producerCount();
        }
        if (batch.metadataLength() < 0 || batch.metadataLength() > Limits.MAX_METADATA_LENGTH)
        {
            return "metadata length=" + batch.metadataLength() + ", highest=" + Limits.MAX_METADATA_LENGTH;
        }
        if (batch.metadataLength() > 0)
        {
            MetadataCodec.decode(generation.buffer(), batch.metadataOffset(), batch.metadataLength());
        }
        if (batch.firstVersion() + batch.count() - 1 > Limits.MAX_VERSION)
        {
            return "version=" + (batch.firstVersion() + batch.count() - 1) + ", highest=" + Limits.MAX_VERSION;
        }
        minTimestamp = Math.min(minTimestamp, batch.timestamp());
        maxTimestamp = Math.max(maxTimestamp, batch.timestamp());
        events += batch.count();
        headersLength += GenerationLayout.batchHeadersLength(batch.flags(), batch.count());
        dataLength += batch.metadataLength();
        while (batch.nextEvent())
        {
            dataLength += batch.eventLength();
            if (eventCrc(generation) != batch.eventCrc())
            {
                return "event crc mismatch, position=" + (batch.firstPosition() + batch.eventIndex());
            }
        }
        return null;
    }

    private int eventCrc(final GenerationDecoder generation)
    {
        scratch.putInt(0, batch.eventType() << 16 | batch.eventLength(), ByteOrder.LITTLE_ENDIAN);
        scratch.putBytes(Integer.BYTES, generation.buffer(), batch.eventDataOffset(), batch.eventLength());
        return Crc.crc32c(scratch, 0, Integer.BYTES + batch.eventLength());
    }

    private String faultOfTotals(final GenerationDecoder generation)
    {
        if (events != generation.eventCount())
        {
            return "events=" + events + ", its header says " + generation.eventCount();
        }
        if (generation.headersOffset() + headersLength + holes * GenerationLayout.BATCH_LENGTH != generation.dataOffset() ||
            generation.dataOffset() + dataLength != generation.length())
        {
            return "bytes that belong to no part of it, or to two";
        }
        heldOut = holes == 0 ? 0 : positionsOfHoles(generation);
        if (generation.firstPosition() + events + heldOut != generation.nextPosition())
        {
            return "positions " + generation.firstPosition() + " to " + generation.nextPosition() + " for events=" + events +
                ", removed=" + heldOut;
        }
        if (events > 0 && (minTimestamp != generation.minTimestamp() || maxTimestamp != generation.maxTimestamp()))
        {
            return "timestamps " + minTimestamp + " to " + maxTimestamp + ", its header says " + generation.minTimestamp() +
                " to " + generation.maxTimestamp();
        }
        return null;
    }

    private long positionsOfHoles(final GenerationDecoder generation)
    {
        long removed = 0;
        int at = generation.headersOffset();
        for (int left = generation.batchCount(); left > 0; left--)
        {
            final long head = generation.buffer().getLong(at, ByteOrder.LITTLE_ENDIAN);
            final int flags = (int)(head >>> 24) & 0xFF;
            if ((flags & BatchFlags.HOLE) != 0)
            {
                hole.wrap(generation.buffer(), at, GenerationLayout.BATCH_LENGTH, GenerationLayout.LAYOUT_VERSION);
                removed += hole.eventCount();
                at += GenerationLayout.BATCH_LENGTH;
            }
            else
            {
                at += GenerationLayout.batchHeadersLength(flags, ((int)(head >>> 8) & 0xFF) + 1);
            }
        }
        return removed;
    }

    /** Positions that the generation looked at last stands for without holding their events. */
    public long removedPositions()
    {
        return heldOut;
    }
}
