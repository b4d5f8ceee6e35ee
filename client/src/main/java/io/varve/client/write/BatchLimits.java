package io.varve.client.write;

import io.varve.api.Batch;
import io.varve.api.Event;
import io.varve.api.refusal.BatchRefusal;
import io.varve.client.name.RemoteInstance;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.Limits;
import io.varve.codec.generation.BatchFlags;
import io.varve.codec.generation.GenerationLayout;

/** Refuses what would not fit a generation ahead of sending it, with all the names that it may bring. */
final class BatchLimits
{
    /** Most bytes that a producer adds to a lone batch: its place in the table, its name, a wide sequence. */
    private static final int PRODUCER_BOUND = GenerationLayout.PRODUCER_LENGTH +
        GenerationLayout.entryLength(Limits.MAX_KEY_LENGTH) + BatchFlags.WIDE_FIELD_LENGTH;

    private final int producerLength;

    /** For batches of a named producer, or of none. */
    BatchLimits(final boolean isProducer)
    {
        producerLength = isProducer ? PRODUCER_BOUND : 0;
    }

    static void checkEvent(final int length)
    {
        if (length > Limits.MAX_EVENT_LENGTH)
        {
            throw new EventLogException(ErrorCode.EVENT_TOO_LARGE, "event has too much data: bytes=" + length + ", highest=" +
                Limits.MAX_EVENT_LENGTH);
        }
    }

    /**
     * Checks a batch.
     *
     * @param bytes of its events' data.
     */
    void check(final RemoteInstance instance, final Batch batch, final int bytes, final int metadataLength)
    {
        final int types = batch.events().stream().map(Event::type).distinct()
            .mapToInt(type -> GenerationLayout.entryLength(type.length())).sum();
        check(instance, batch.events().size(), bytes, metadataLength, types);
    }

    /** Checks a claim; what its types add is looked at by the node, which knows which of them are new. */
    void checkClaim(final RemoteInstance instance, final int events, final int bytes)
    {
        if (events < 1 || events > Limits.MAX_BATCH_EVENTS)
        {
            throw new IllegalArgumentException("batch must have 1 to " + Limits.MAX_BATCH_EVENTS + " events: events=" + events);
        }
        check(instance, events, bytes, 0, 0);
    }

    private void check(
        final RemoteInstance instance, final int events, final int bytes, final int metadataLength, final int typesLength)
    {
        final int namesLength = producerLength + typesLength + GenerationLayout.entryLength(Limits.MAX_NAME_LENGTH) +
            (instance.key() == null ? 0 : GenerationLayout.entryLength(Limits.MAX_KEY_LENGTH));
        final int length = bytes < 0 || bytes > Limits.MAX_GENERATION_LENGTH ?
            Integer.MAX_VALUE : GenerationLayout.loneBatchLength(events, bytes, metadataLength, namesLength);
        if (length > Limits.MAX_GENERATION_LENGTH)
        {
            throw new EventLogException(ErrorCode.BATCH_TOO_LARGE, "batch does not fit a generation: events=" + events +
                ", bytes=" + bytes + ", highest with headers=" + Limits.MAX_GENERATION_LENGTH + " bytes, stream=" +
                BatchRefusal.address(instance) + "; publish fewer or smaller events at once");
        }
    }
}
