package io.varve.api;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;

/** One thing of an aggregate, by number or key; its events are its stream. Thread-safe. */
public interface Instance
{
    String domain();

    String aggregate();

    /** Key, or null when it has a number. */
    String key();

    /** Number, or 0 when it has a key. */
    long id();

    /**
     * Writes events as one batch, all or nothing, and waits until they have reached {@link EventStore#defaultDurability()}.
     *
     * @throws EventLogException with {@link ErrorCode#BATCH_TOO_LARGE}, {@link ErrorCode#DISK_FULL},
     *                           {@link ErrorCode#BACK_PRESSURED}, {@link ErrorCode#WRITING_ENDED}: nothing was written; with
     *                           {@link ErrorCode#TIMED_OUT}: the outcome is unknown.
     */
    Ack put(Event... events);

    /** Writes events if the stream is as expected; else {@link ErrorCode#WRONG_EXPECTED_VERSION}. */
    Ack put(ExpectedVersion expected, Event... events);

    /** Writes a batch and waits until it has reached a level. */
    Ack put(Batch batch, Durability durability);

    /** All events of the stream that are journaled; empty for an instance that nobody wrote to. */
    EventSet get();

    /**
     * Events with {@code from <= version < to}; {@code to} is clamped to the stream's end.
     *
     * @throws IllegalArgumentException for {@code from < 0}, {@code to < 0}, {@code from >= to}, or {@code from} above the
     *                                  stream's count.
     */
    EventSet get(long from, long to);

    /** Version of the last journaled event, or -1 of an empty stream. */
    long version();
}
