package io.varve.journal.write;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The last generation of a journal, for threads that need all of its numbers to belong together. Set by one thread at a time,
 * without waiting for anybody; who reads tries again when it was set meanwhile.
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

    private static final VarHandle VERSION;

    static
    {
        try
        {
            VERSION = MethodHandles.lookup().findVarHandle(JournalEnd.class, "version", long.class);
        }
        catch (final ReflectiveOperationException e)
        {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Odd while the numbers change. */
    private long version;
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
        final long before = version;
        version = before + 1;
        VarHandle.storeStoreFence(); // odd is seen ahead of what changes
        number = newNumber;
        nextPosition = newNextPosition;
        chain = newChain;
        segment = newSegment;
        VERSION.setRelease(this, before + 2);
    }

    /** The numbers of one generation. */
    public Snapshot snapshot()
    {
        while (true)
        {
            final long before = (long)VERSION.getAcquire(this);
            final Snapshot read = new Snapshot(number, nextPosition, chain, segment);
            VarHandle.acquireFence(); // all was read ahead of the second look
            if ((before & 1) == 0 && (long)VERSION.getOpaque(this) == before)
            {
                return read;
            }
            Thread.onSpinWait();
        }
    }
}
