package io.varve.journal;

import io.varve.api.ExpectedVersion;
import io.varve.journal.EmbeddedTransaction.Part;
import org.agrona.BitUtil;

/**
 * What a publisher must remember of each batch until its ack is polled, so that an ack can be completed and a refusal explained:
 * how many events, and what was expected of which stream. By ticket; nothing here allocates after construction.
 */
final class Unanswered
{
    /** In {@link #expected}: each part of the transaction has its own. */
    private static final long OF_PARTS = Long.MIN_VALUE;

    private final int mask;
    private final int[] counts;
    private final long[] sequences;
    private final long[] expected;

    /** An instance or a transaction; of a batch that expects nothing, whatever stood here before. */
    private final Object[] targets;

    Unanswered(final int window)
    {
        final int capacity = BitUtil.findNextPositivePowerOfTwo(window);
        mask = capacity - 1;
        counts = new int[capacity];
        sequences = new long[capacity];
        expected = new long[capacity];
        targets = new Object[capacity];
    }

    void add(final long ticket, final int count, final long sequence, final EmbeddedInstance instance, final long expectedVersion)
    {
        final int index = (int)ticket & mask;
        counts[index] = count;
        sequences[index] = sequence;
        expected[index] = expectedVersion;
        if (expectedVersion != ExpectedVersion.ANY_CODE)
        {
            targets[index] = instance;
        }
    }

    void add(final long ticket, final long sequence, final EmbeddedTransaction transaction)
    {
        final int index = (int)ticket & mask;
        counts[index] = transaction.eventCount();
        expected[index] = OF_PARTS;
        sequences[index] = sequence;
        targets[index] = transaction;
    }

    /** Events of a batch or transaction. */
    int count(final long ticket)
    {
        return counts[(int)ticket & mask];
    }

    /** Its sequence, if it is a producer's. */
    long sequence(final long ticket)
    {
        return sequences[(int)ticket & mask];
    }

    /** Stream of a batch that expected a version, or of a part of a transaction; null of a batch that expected nothing. */
    EmbeddedInstance instance(final long ticket, final int part)
    {
        final int index = (int)ticket & mask;
        if (expected[index] == ExpectedVersion.ANY_CODE)
        {
            return null;
        }
        return targets[index] instanceof EmbeddedTransaction transaction ?
            part(transaction, part).instance() : (EmbeddedInstance)targets[index];
    }

    /** What was expected of that stream. */
    long expected(final long ticket, final int part)
    {
        final int index = (int)ticket & mask;
        return expected[index] == OF_PARTS ?
            part((EmbeddedTransaction)targets[index], part).expected().code() : expected[index];
    }

    private static Part part(final EmbeddedTransaction transaction, final int index)
    {
        return transaction.parts().get(index);
    }
}
