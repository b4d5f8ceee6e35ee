package io.varve.api;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import org.agrona.DirectBuffer;

/**
 * A pipelined writer: batches go out without waiting, acks are polled. One thread at a time; open one a thread.
 *
 * <p>A publish that returned promises nothing before its ack. Acks come in the order of publishing. A publisher
 * that does not poll comes to a halt alone, with {@link #WINDOW_FULL}, when its window is used up. Nothing here
 * allocates after construction except the methods that take a {@link Batch}.
 */
public interface Publisher extends AutoCloseable
{
    /** Result of a try: the ring has no room now; poll, idle, try again. */
    long BACK_PRESSURED = -2;

    /** Result of a try: as many batches are without a polled ack as the window allows; poll first. */
    long WINDOW_FULL = -3;

    /**
     * Publishes one event by copy, if there is room.
     *
     * @return its ticket, from 0, or {@link #BACK_PRESSURED} or {@link #WINDOW_FULL}.
     * @throws EventLogException with {@link ErrorCode#EVENT_TOO_LARGE}, {@link ErrorCode#WRITING_ENDED} or
     *                           {@link ErrorCode#CLOSED}.
     */
    long tryPublish(Instance instance, EventType type, DirectBuffer data, int offset, int length);

    /**
     * Publishes one event by copy to the instance of an aggregate with a number, if there is room: for who writes to many instances
     * and needs no {@link Instance} of each.
     *
     * @return its ticket, from 0, or {@link #BACK_PRESSURED} or {@link #WINDOW_FULL}.
     * @throws EventLogException as {@link #tryPublish(Instance, EventType, DirectBuffer, int, int)}.
     */
    long tryPublish(Aggregate aggregate, long id, EventType type, DirectBuffer data, int offset, int length);

    /**
     * Publishes one event by copy to the instance of an aggregate with a number, waiting for room as {@link #publish(Instance,
     * EventType, DirectBuffer, int, int)} does.
     *
     * @return its ticket.
     */
    long publish(Aggregate aggregate, long id, EventType type, DirectBuffer data, int offset, int length);

    /**
     * Publishes one event by copy, waiting for room. While it waits for room in the window, it hands acks that come to the handler
     * that was polled with last.
     *
     * @return its ticket.
     * @throws EventLogException with {@link ErrorCode#BACK_PRESSURED} or {@link ErrorCode#WINDOW_FULL} when there was no room
     *                           within the publish time-out, naming whoever holds it up; the latter at once when acks
     *                           have come and nothing was ever polled.
     */
    long publish(Instance instance, EventType type, DirectBuffer data, int offset, int length);

    /** Publishes a batch by copy, waiting for room. Allocates. */
    long publish(Instance instance, Batch batch);

    /**
     * Publishes one event by copy if the stream is as expected, waiting for room as {@link #publish(Instance, EventType,
     * DirectBuffer, int, int)} does.
     *
     * @return its ticket.
     */
    long publish(
        Instance instance, ExpectedVersion expected, EventType type, DirectBuffer data, int offset, int length);

    /**
     * Publishes a transaction of the same store, waiting for room: one ticket, one ack, and of a {@link Producer} one sequence.
     * Allocates.
     *
     * @throws EventLogException with {@link ErrorCode#BATCH_TOO_LARGE} when it does not fit a generation.
     */
    long publish(Transaction transaction);

    /**
     * Claims room for a batch to be filled in place, waiting for it.
     *
     * @param events exactly how many will be filled in.
     * @param bytes  at most how many they have together.
     */
    BatchClaim claim(Instance instance, int events, int bytes);

    /**
     * Hands out acks that have come. Over a connection, a poll in vain behind a try that found no room lets go of the core, for
     * 20 us at most.
     *
     * @return how many.
     */
    int poll(AckHandler handler, int limit);

    /** Batches that were published and whose acks were not polled. */
    int unpolled();

    /**
     * Waits until a batch has reached a level; its ack stays to be polled.
     *
     * @param ticket of a batch whose ack was not polled yet.
     * @throws EventLogException when it was refused, with the reason (a batch that expected another version: the stream, what
     *                           was expected, and where it is); with {@link ErrorCode#TIMED_OUT} after the publish time-out.
     */
    Ack await(long ticket, Durability durability);

    /** Ends the publisher; what was published before is written. Idempotent. */
    @Override
    void close();
}
