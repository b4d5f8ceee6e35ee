package io.varve.ring;

import io.varve.codec.generation.BatchFlags;
import io.varve.codec.generation.GenerationLayout;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the sealer does with a transaction: all its parts are judged first, each as if those ahead of it were written, then all
 * its batches are admitted and appended; or none is.
 */
final class TransactionStage
{
    private final Admission admission;
    private final TransactionRecord parts;
    private final TransactionRecord earlier;
    private int refusedPart;

    TransactionStage(final UnsafeBuffer arena, final Admission admission)
    {
        this.admission = admission;
        parts = new TransactionRecord(arena);
        earlier = new TransactionRecord(arena);
    }

    /** Touches ahead what the decision will read. */
    void touch(final RecordFlyweight record)
    {
        parts.wrap(record);
        while (parts.next())
        {
            admission.touch(parts.part());
        }
    }

    /** Gives the batches that are to be stamped one time. */
    void stamp(final RecordFlyweight record, final long nowNs)
    {
        parts.wrap(record);
        while (parts.nextBatch())
        {
            if ((parts.part().flags() & RecordFlyweight.STAMP) != 0)
            {
                parts.part().putTimestamp(nowNs);
            }
        }
    }

    /** Whether a transaction goes into the open generation: always when it is the first there. */
    boolean fits(final RecordFlyweight record, final OpenGeneration open, final ProducerSession session)
    {
        int length = session == null ? 0 : GenerationLayout.PRODUCER_LENGTH;
        int batches = 0;
        parts.wrap(record);
        while (parts.nextBatch())
        {
            final RecordFlyweight part = parts.part();
            final int metadataLength = part.metadataLength();
            batches++;
            length += part.dataLength() + metadataLength + open.newNamesLength(part) + GenerationLayout.IDENTITY_LENGTH +
                GenerationLayout.batchHeadersLength(BatchFlags.WIDE_TIME |
                    (session == null ? 0 : BatchFlags.WIDE_SEQUENCE) |
                    (metadataLength == 0 ? 0 : BatchFlags.METADATA), part.eventCount());
        }
        return open.fits(length, batches);
    }

    /**
     * Judges all parts and, when every one is admitted, admits the batches.
     *
     * @return version of the first event of the first batch, or a negative verdict that left no trace.
     */
    long admit(final RecordFlyweight record)
    {
        parts.wrap(record);
        while (parts.next())
        {
            final long verdict = admission.check(parts.part(), parts.eventsAhead(earlier));
            if (verdict < 0)
            {
                refusedPart = parts.index();
                return verdict;
            }
        }
        long firstVersion = -1;
        parts.rewind();
        while (parts.nextBatch())
        {
            final long version = admission.admit(parts.part());
            if (version < 0)
            {
                throw new IllegalStateException("transaction was judged to fit and is refused now: part=" + parts.index());
            }
            parts.part().putVersion(version);
            firstVersion = firstVersion < 0 ? version : firstVersion;
        }
        return firstVersion;
    }

    /** Index of the part for which the last transaction was refused. */
    int refusedPart()
    {
        return refusedPart;
    }

    /** Appends the batches of a transaction that was admitted. */
    void append(final RecordFlyweight record, final OpenGeneration open)
    {
        parts.wrap(record);
        while (parts.nextBatch())
        {
            open.fits(parts.part());
            open.add(parts.part(), parts.part().version());
        }
    }
}
