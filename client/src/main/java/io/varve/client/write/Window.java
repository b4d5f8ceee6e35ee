package io.varve.client.write;

import io.varve.api.AckStatus;
import io.varve.api.ExpectedVersion;
import io.varve.api.Instance;
import io.varve.client.write.RemoteTransaction.Part;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.protocol.AckDecoder;
import io.varve.codec.protocol.BatchStatus;
import org.agrona.BitUtil;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A publisher's batches from when they are issued until their acks are polled, by ticket. Issued and polled by the publisher's
 * thread, completed by who polls the connection. Nothing here allocates after construction but a reason of the node's.
 */
final class Window
{
    /** In {@link #expected}: each part of the transaction has its own. */
    private static final long OF_PARTS = Long.MIN_VALUE;
    private static final AckStatus[] STATUS_BY_CODE = new AckStatus[10];

    static
    {
        STATUS_BY_CODE[BatchStatus.ADMITTED.value()] = AckStatus.ADMITTED;
        STATUS_BY_CODE[BatchStatus.DUPLICATE.value()] = AckStatus.DUPLICATE;
        STATUS_BY_CODE[BatchStatus.WRONG_EXPECTED_VERSION.value()] = AckStatus.WRONG_EXPECTED_VERSION;
        STATUS_BY_CODE[BatchStatus.DISK_FULL.value()] = AckStatus.DISK_FULL;
        STATUS_BY_CODE[BatchStatus.LOG_FULL.value()] = AckStatus.LOG_FULL;
        STATUS_BY_CODE[BatchStatus.SEQUENCE_GAP.value()] = AckStatus.SEQUENCE_GAP;
        STATUS_BY_CODE[BatchStatus.OUTCOME_TOO_OLD.value()] = AckStatus.OUTCOME_TOO_OLD;
        STATUS_BY_CODE[BatchStatus.FENCED.value()] = AckStatus.FENCED;
        STATUS_BY_CODE[BatchStatus.WRITING_ENDED.value()] = AckStatus.WRITING_ENDED;
        STATUS_BY_CODE[BatchStatus.REFUSED.value()] = AckStatus.REFUSED;
    }

    private final int mask;

    // What was issued.
    private final int[] counts;
    private final int[] lengths;
    private final long[] sequences;
    private final long[] expected;
    private final Object[] targets;
    private volatile long issued;

    // What became of it.
    private final long[] positions;
    private final long[] versions;
    private final short[] parts;
    private final AckStatus[] statuses;
    private volatile long completed;
    private volatile long writtenUpTo;

    /** What the node has said of batches whose ack is still to come, by sequence; then by ticket. */
    private final Map<Long, RuntimeException> announced = new ConcurrentHashMap<>();
    private final Map<Long, RuntimeException> reasons = new ConcurrentHashMap<>();

    private long polled;

    Window(final int length)
    {
        final int capacity = BitUtil.findNextPositivePowerOfTwo(length);
        mask = capacity - 1;
        counts = new int[capacity];
        lengths = new int[capacity];
        sequences = new long[capacity];
        expected = new long[capacity];
        targets = new Object[capacity];
        positions = new long[capacity];
        versions = new long[capacity];
        parts = new short[capacity];
        statuses = new AckStatus[capacity];
    }

    /** Tickets below it were issued. */
    long issued()
    {
        return issued;
    }

    /** Tickets below it have their outcome. */
    long completed()
    {
        return completed;
    }

    /** Tickets below it were polled. */
    long polled()
    {
        return polled;
    }

    /** Position behind everything that was written. */
    long writtenUpTo()
    {
        return writtenUpTo;
    }

    /** Issues a ticket to a batch; {@link #takeBack} gives it back if the batch cannot be sent. */
    long issue(final int count, final long sequence, final int length, final Object target, final long expectedVersion)
    {
        final long ticket = issued;
        final int index = (int)ticket & mask;
        counts[index] = count;
        lengths[index] = length;
        sequences[index] = sequence;
        expected[index] = target instanceof RemoteTransaction ? OF_PARTS : expectedVersion;
        targets[index] = target;
        issued = ticket + 1;
        return ticket;
    }

    /** The last ticket was not used. */
    void takeBack()
    {
        issued = issued - 1;
    }

    /** Bytes of the message of a batch. */
    int length(final long ticket)
    {
        return lengths[(int)ticket & mask];
    }

    void announce(final long sequence, final RuntimeException why)
    {
        announced.put(sequence, why);
    }

    /**
     * The next outcomes, in the order of the tickets.
     *
     * @throws EventLogException when they are not of the batches that wait for one.
     */
    void complete(final AckDecoder ack)
    {
        long ticket = completed;
        final long end = issued;
        long sequence = ack.firstSequence();
        long written = writtenUpTo;
        for (final AckDecoder.OutcomesDecoder outcome : ack.outcomes())
        {
            final int index = (int)ticket & mask;
            final int code = outcome.statusRaw();
            if (ticket >= end || sequences[index] != sequence || code >= STATUS_BY_CODE.length)
            {
                throw new EventLogException(ErrorCode.PROTOCOL, "node sent an ack that no batch waits for: sequence=" + sequence +
                    ", status=" + code + ", waiting=" + (end - ticket));
            }
            final AckStatus status = STATUS_BY_CODE[code];
            statuses[index] = status;
            positions[index] = outcome.position();
            versions[index] = outcome.version();
            parts[index] = (short)outcome.part();
            if (status.isWritten())
            {
                written = Math.max(written, outcome.position() + counts[index]);
            }
            else if (status == AckStatus.REFUSED)
            {
                final RuntimeException why = announced.remove(sequence);
                if (why != null)
                {
                    reasons.put(ticket, why);
                }
            }
            ticket++;
            sequence++;
        }
        writtenUpTo = written;
        completed = ticket;
    }

    /** Everything that waits gets the same outcome. */
    void completeAll(final AckStatus status)
    {
        final long end = issued;
        for (long ticket = completed; ticket < end; ticket++)
        {
            final int index = (int)ticket & mask;
            statuses[index] = status;
            positions[index] = -1;
            versions[index] = -1;
            parts[index] = 0;
        }
        completed = end;
    }

    /** Takes the oldest outcome out. */
    void poll()
    {
        if (!reasons.isEmpty())
        {
            reasons.remove(polled);
        }
        polled++;
    }

    AckStatus status(final long ticket)
    {
        return statuses[(int)ticket & mask];
    }

    long position(final long ticket)
    {
        return positions[(int)ticket & mask];
    }

    long version(final long ticket)
    {
        return versions[(int)ticket & mask];
    }

    int count(final long ticket)
    {
        return counts[(int)ticket & mask];
    }

    long sequence(final long ticket)
    {
        return sequences[(int)ticket & mask];
    }

    /** What the node has said of a batch that it refused, or null. */
    RuntimeException reason(final long ticket)
    {
        return reasons.get(ticket);
    }

    /** What was expected of the stream of a batch, or of the part of a transaction that was refused. */
    long expected(final long ticket)
    {
        final int index = (int)ticket & mask;
        return expected[index] == OF_PARTS ? part(index).expected().code() : expected[index];
    }

    /** That stream; null of a batch that expected nothing. */
    Instance instance(final long ticket)
    {
        final int index = (int)ticket & mask;
        if (expected[index] == OF_PARTS)
        {
            return part(index).instance();
        }
        return expected[index] == ExpectedVersion.ANY_CODE ? null : (Instance)targets[index];
    }

    private Part part(final int index)
    {
        return ((RemoteTransaction)targets[index]).parts().get(parts[index]);
    }
}
