package io.varve.api.refusal;

import io.varve.api.Batch;
import io.varve.api.Event;
import io.varve.api.Instance;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.Limits;
import io.varve.codec.generation.BatchFlags;
import io.varve.codec.generation.GenerationLayout;

/** Refuses batches that would not fit a generation alone, with all the names that they may bring, ahead of a claim or a message. */
public final class BatchBounds
{
    /** Most bytes that a producer adds to a lone batch: its place in the table, its name, a wide sequence. */
    private static final int PRODUCER_BOUND = GenerationLayout.PRODUCER_LENGTH +
        GenerationLayout.entryLength(Limits.MAX_KEY_LENGTH) + BatchFlags.WIDE_FIELD_LENGTH;

    private final int producerLength;

    /** For batches of a named producer, or of none. */
    public BatchBounds(final boolean isProducer)
    {
        producerLength = isProducer ? PRODUCER_BOUND : 0;
    }

    /** @throws EventLogException with {@link ErrorCode#EVENT_TOO_LARGE} for an event with too many bytes of data. */
    public static void checkEvent(final int length)
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
     * @throws EventLogException with {@link ErrorCode#BATCH_TOO_LARGE}.
     */
    public void check(final Instance instance, final Batch batch, final int bytes, final int metadataLength)
    {
        final int types = batch.events().stream().map(Event::type).distinct()
            .mapToInt(type -> GenerationLayout.entryLength(type.length())).sum();
        check(instance, batch.events().size(), bytes, metadataLength, types);
    }

    /**
     * Checks a claim.
     *
     * @param typesLength of the entries that its types so far may need.
     * @throws EventLogException with {@link ErrorCode#BATCH_TOO_LARGE}.
     */
    public void checkClaim(final Instance instance, final int events, final int bytes, final int typesLength)
    {
        if (events < 1 || events > Limits.MAX_BATCH_EVENTS)
        {
            throw new IllegalArgumentException("batch must have 1 to " + Limits.MAX_BATCH_EVENTS + " events: events=" + events);
        }
        check(instance, events, bytes, 0, typesLength);
    }

    /**
     * Checks a batch by its figures.
     *
     * @param bytes       of its events' data.
     * @param typesLength of the entries that its types may need.
     * @throws EventLogException with {@link ErrorCode#BATCH_TOO_LARGE}.
     */
    public void check(
        final Instance instance, final int events, final int bytes, final int metadataLength, final int typesLength)
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
