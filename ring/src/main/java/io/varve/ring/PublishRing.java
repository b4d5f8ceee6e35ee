package io.varve.ring;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.SleepingWaitStrategy;
import io.varve.codec.dictionary.Dictionary;
import org.agrona.concurrent.EpochNanoClock;

import java.lang.invoke.VarHandle;

/** A ring with its stages: opens publishers, and ends with everything sealed that was committed. Thread-safe. */
public final class PublishRing implements AutoCloseable
{
    private final RingContext context;
    private final RecordRing ring;
    private final Sealer sealer;
    private final OpenClaims claims;
    private final Stages stages;
    private volatile boolean isClosed;

    /**
     * Starts a ring in front of a sink.
     *
     * @param start where the sink's log goes on.
     */
    public PublishRing(
        final RingContext context,
        final Dictionary dictionary,
        final Admission admission,
        final GenerationSink sink,
        final LogStart start)
    {
        this.context = context;
        final EpochNanoClock clock = context.epochNanoClock();
        final boolean isInline = context.stageMode() == StageMode.INLINE;
        // Inline, nobody waits at the barrier, so signalling must cost nothing.
        ring = new RecordRing(context.ringLength(), isInline ? new BusySpinWaitStrategy() : new SleepingWaitStrategy());
        sealer = new Sealer(ring, dictionary, admission, sink, start, clock);
        claims = new OpenClaims(ring);
        stages = isInline ?
            new InlineStages(ring, sealer, sink, claims, clock).start() :
            new SealerThread(ring, sealer, claims).start();
    }

    /**
     * Opens a publisher.
     *
     * @param windowLength batches that it may have without a polled outcome, rounded up to a power of two.
     */
    public RecordPublisher publisher(final int windowLength)
    {
        return new RecordPublisher(this, windowLength, null);
    }

    /**
     * Opens a publisher of a named producer, whose records are numbered.
     *
     * @param windowLength batches that it may have without a polled outcome, rounded up to a power of two.
     */
    public RecordPublisher publisher(final int windowLength, final ProducerSession session)
    {
        return new RecordPublisher(this, windowLength, session);
    }

    /** Settings of this ring. */
    public RingContext context()
    {
        return context;
    }

    /**
     * Runs the stages for somebody who waits.
     *
     * @return whether there was something to do.
     */
    public boolean assist()
    {
        return stages.assist();
    }

    /** Whether no committed record is next in the ring; behind a claim that is still open some may wait. */
    public boolean isDrained()
    {
        return !sealer.hasWork();
    }

    /**
     * How much was claimed or published past the ring: everything up to here was published before this call.
     *
     * <p>A claim may stand behind a direct batch that is not counted yet; so that one is waited for.
     */
    public long claimedUpTo()
    {
        final long claimed = ring.claimedUpTo();
        stages.awaitCounted();
        return claimed + sealer.directCount();
    }

    /** Whether everything up to a value of {@link #claimedUpTo} has been handed to the sink. */
    public boolean isDrainedUpTo(final long upTo)
    {
        return sealer.sealedUpTo() >= upTo;
    }

    /**
     * Looks at what holds the ring up, taking claims of dead threads back.
     *
     * @return the live thread whose open claim holds it up, or null.
     */
    public Thread stuckOwner()
    {
        return claims.resolve();
    }

    /** Claims that were taken back from threads that have died. */
    public long claimsTakenBack()
    {
        return claims.takenBack();
    }

    RecordRing ring()
    {
        return ring;
    }

    Sealer sealer()
    {
        return sealer;
    }

    OpenClaims claims()
    {
        return claims;
    }

    Stages stages()
    {
        return stages;
    }

    boolean isClosed()
    {
        return isClosed;
    }

    /** Refuses new claims, hands what is committed to the sink, and ends the stages. Idempotent. */
    @Override
    public void close()
    {
        if (isClosed)
        {
            return;
        }
        isClosed = true;
        final long deadlineNs = System.nanoTime() + context.publishTimeoutNs();
        VarHandle.fullFence(); // StoreLoad: a claim that is not seen below, sees isClosed
        while ((sealer.isOpen() || ring.claimedUpTo() > ring.drainedUpTo()) && System.nanoTime() - deadlineNs < 0)
        {
            if (!assist())
            {
                claims.resolve();
                Thread.yield();
            }
        }
        stages.close();
    }
}
