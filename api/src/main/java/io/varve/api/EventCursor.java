package io.varve.api;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import org.agrona.DirectBuffer;

import java.util.Map;

/**
 * A walk over events that copies nothing: it stands on one event at a time and reads it where it lies in the journal.
 *
 * <p>Every generation's checksum is verified once when the walk enters it. One thread at a time. Accessors are
 * meaningful after {@link #next()} returned true and until it is called again; they and {@link #data()} throw after
 * {@link #close()}, they never crash.
 */
public interface EventCursor extends AutoCloseable
{
    /**
     * Steps to the next event.
     *
     * @return false when there is none (a {@link Tailer}: none yet).
     * @throws EventLogException with {@link ErrorCode#CORRUPT}, naming the place, where a generation that was synced is
     *                           not what was written; with {@link ErrorCode#CLOSED} after close.
     */
    boolean next();

    String domain();

    String aggregate();

    /** Key of the instance, or null when it has a number. */
    String key();

    /** Number of the instance; of a keyed one, its key's number in the dictionary. */
    long id();

    String type();

    /** Number of the event in the log. */
    long position();

    /** Place of the event in its stream. */
    long version();

    /** Number of the generation that holds the event. */
    long generation();

    /** Ns since the epoch. */
    long timestampNs();

    /** Ns since the epoch, by the node's clock. */
    long recordedAtNs();

    /** CRC-32C of length, type and data, as written. */
    int crc();

    /** Bytes of the event's data. */
    int length();

    /** The event's data where it lies: offsets 0 to {@link #length()}; the same view is moved by every step. */
    DirectBuffer data();

    /** Metadata of the event's batch, decoded; empty for none. */
    Map<String, String> metadata();

    /**
     * Verifies the event's own checksum over length, type and data.
     *
     * @return false when the bytes are not what was written.
     */
    boolean verify();

    /** A copy that outlives the step. */
    default RecordedEvent toEvent()
    {
        return new RecordedEvent(this);
    }

    /** Ends the walk; idempotent. */
    @Override
    void close();
}
