package io.varve.journal.write;

import java.util.concurrent.locks.StampedLock;

/**
 * The last generation of a journal, for threads that need all of its numbers to belong together. Setting costs one
 * uncontended lock a generation; reading never blocks the setter for long.
 */
public final class JournalEnd
{
    /**
     * A consistent reading.
     *
     * @param number       of the last generation, -1 none.
     * @param nextPosition behind its last event.
     * @param chain        of it.
     * @param segment      that holds it.
     */
    public record Snapshot(long number, long nextPosition, long chain, long segment)
    {
    }

    private final StampedLock lock = new StampedLock();
    private long number;
    private long nextPosition;
    private long chain;
    private long segment;

    /** Starts at a generation. */
    public JournalEnd(final long number, final long nextPosition, final long chain, final long segment)
    {
        this.number = number;
        this.nextPosition = nextPosition;
        this.chain = chain;
        this.segment = segment;
    }

    void set(final long newNumber, final long newNextPosition, final long newChain, final long newSegment)
    {
        final long stamp = lock.writeLock();
        number = newNumber;
        nextPosition = newNextPosition;
        chain = newChain;
        segment = newSegment;
        lock.unlockWrite(stamp);
    }

    /** The numbers of one generation. */
    public Snapshot snapshot()
    {
        final long stamp = lock.readLock();
        try
        {
            return new Snapshot(number, nextPosition, chain, segment);
        }
        finally
        {
            lock.unlockRead(stamp);
        }
    }
}
