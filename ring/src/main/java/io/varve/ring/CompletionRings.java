package io.varve.ring;

import org.agrona.collections.ArrayUtil;

/** The completion rings of all publishers, by the number that their records name them with. */
final class CompletionRings
{
    private volatile CompletionRing[] completions = new CompletionRing[0];

    /** Lets the outcomes of a publisher be written. */
    synchronized int register(final CompletionRing completion)
    {
        final CompletionRing[] current = completions;
        for (int i = 0; i < current.length; i++)
        {
            if (current[i] == null)
            {
                final CompletionRing[] changed = current.clone();
                changed[i] = completion;
                completions = changed;
                return i;
            }
        }
        completions = ArrayUtil.add(current, completion);
        return current.length;
    }

    /** Forgets a publisher of which no record is in the ring any more. */
    synchronized void unregister(final int publisher)
    {
        final CompletionRing[] changed = completions.clone();
        changed[publisher] = null;
        completions = changed;
    }

    /** The producer that a batch is of, or null. */
    ProducerSession session(final RecordFlyweight batch)
    {
        // Its publisher is there as long as the record is: it is forgotten only when everything of it has an outcome.
        return (batch.flags() & RecordFlyweight.PRODUCED) == 0 ? null : completions[batch.publisher()].session();
    }

    /** Writes the outcome of a batch, if its publisher is still there. */
    void complete(final RecordFlyweight batch, final long outcome, final long position, final long version)
    {
        final CompletionRing completion = completions[batch.publisher()];
        if (completion != null)
        {
            completion.complete(batch.ticket(), outcome, position, version);
        }
    }

    /** Refuses a batch that has no outcome yet. */
    void completeUnlessDone(final RecordFlyweight batch, final int outcome)
    {
        final CompletionRing completion = completions[batch.publisher()];
        if (completion != null && completion.completed() <= batch.ticket())
        {
            completion.complete(batch.ticket(), outcome, -1, -1);
        }
    }
}
