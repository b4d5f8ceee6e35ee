package io.varve.tools.load;

import io.varve.api.Producer;
import io.varve.codec.Limits;

/**
 * Numbers the events of an import by their place in the input, so that an import that is run again writes what is missing: the
 * first line that holds an event is sequence 1, the next one 2.
 *
 * <p>An import stops at the first event that is refused, long before its window has passed; so whatever lies further back than the
 * window is written for sure, and need not be sent again. The window itself is sent again, and answered.
 */
final class LineSequence
{
    private final Producer producer;
    private final long writtenUpTo;
    private long sequence;
    private long passed;

    /** Of a session that has published nothing. */
    LineSequence(final Producer producer)
    {
        this.producer = producer;
        writtenUpTo = producer.lastSequence() - Limits.PRODUCER_WINDOW;
    }

    /**
     * Goes on to the next event of the input.
     *
     * @return false when it is written for sure and to be passed over.
     */
    boolean next()
    {
        sequence++;
        if (sequence <= writtenUpTo)
        {
            passed++;
            return false;
        }
        producer.sequence(sequence);
        return true;
    }

    /** Events that were passed over. */
    long passed()
    {
        return passed;
    }
}
