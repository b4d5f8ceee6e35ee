package io.varve.api;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;

/**
 * Batches of several streams, and conditions on streams, that hold together: all are written or none is, and no reader ever
 * finds a part of them.
 *
 * <pre>{@code
 * store.transaction()
 *     .append(from, exactly(7), Event.of("Withdrawn", "100"))
 *     .append(to, any(), Event.of("Deposited", "100"))
 *     .require(customer, exists())
 *     .publish();
 * }</pre>
 *
 * <p>Conditions are judged in the order of the calls, each sees the batches ahead of it: a second batch of the same stream expects
 * the version that the first one leaves. A transaction goes into one generation, which bounds it: 1 to {@value
 * io.varve.codec.Limits#MAX_TRANSACTION_PARTS} batches and conditions, and about {@value
 * io.varve.codec.Limits#MAX_GENERATION_LENGTH} bytes with headers. Batches that are stamped at publish share one timestamp.
 *
 * <p>One thread at a time; publishing again writes it again.
 */
public interface Transaction
{
    /** Adds a batch of events that expects nothing. */
    default Transaction append(final Instance instance, final Event... events)
    {
        return append(instance, Batch.of(events));
    }

    /** Adds a batch of events that is written if the stream is as expected. */
    default Transaction append(final Instance instance, final ExpectedVersion expected, final Event... events)
    {
        return append(instance, Batch.of(events).withExpectedVersion(expected));
    }

    /** Adds a batch. */
    Transaction append(Instance instance, Batch batch);

    /** Adds a condition on a stream, which is not written by it. */
    Transaction require(Instance instance, ExpectedVersion expected);

    /**
     * Writes it and waits until it has reached {@link EventStore#defaultDurability()}.
     *
     * @return the position of its first event, the version of that one, and the count of all its events.
     * @throws EventLogException with {@link ErrorCode#WRONG_EXPECTED_VERSION}, naming the first stream that was not as expected;
     *                           with {@link ErrorCode#BATCH_TOO_LARGE} when it does not fit a generation; and as {@link
     *                           Instance#put(Event...)}. Nothing was written then.
     */
    Ack publish();

    /** Writes it and waits until it has reached a level. */
    Ack publish(Durability durability);
}
