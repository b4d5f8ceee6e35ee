package io.varve.journal.write;

import io.varve.ring.GenerationSink;
import io.varve.ring.LogPositions;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Appends sealed generations to a journal of this node and publishes how far it has come.
 *
 * <p>Credit: a generation that is not full may follow the one before it only after a pace. Slower writers than that get each batch
 * sealed at once; faster ones fill generations, so that what a small one costs is paid at most so often.
 */
public final class JournalSink implements GenerationSink, AutoCloseable
{
    /** Ns between generations below which partial ones wait, unless set: a few times what appending one costs. */
    public static final long PACE_NS_DEFAULT = 5_000;

    private final SegmentWriter writer;
    private final LogPositions positions;
    private final JournalEnd end;
    private final long paceNs;
    private LongConsumer onRoll = segment -> { };
    private long segment;
    private final AtomicLong lastCommitNs = new AtomicLong();
    private final AtomicLong journaledGeneration;
    private volatile long syncedGeneration;
    private volatile Throwable failure;

    /** Over a writer; {@code end} is where the journal stands now. */
    public JournalSink(
        final SegmentWriter writer,
        final LogPositions positions,
        final JournalEnd end,
        final long syncedGeneration,
        final long paceNs)
    {
        this.paceNs = paceNs;
        this.writer = writer;
        this.positions = positions;
        this.end = end;
        this.syncedGeneration = syncedGeneration;
        segment = writer.segment();
        journaledGeneration = new AtomicLong(end.snapshot().number());
    }

    /** Sets who is told, by the writing thread, of each segment that writing has gone on to; those before it are sealed. */
    public void onRoll(final LongConsumer listener)
    {
        onRoll = listener;
    }

    @Override
    public Room room(final int lengthBytes)
    {
        if (failure != null)
        {
            return Room.ENDED;
        }
        final Room room = writer.room(lengthBytes);
        if (room == Room.ENDED)
        {
            end(writer.failure());
        }
        return room;
    }

    @Override
    public boolean hasCredit(final long nowNs)
    {
        final long sinceNs = nowNs - lastCommitNs.getAcquire();
        return sinceNs >= paceNs || sinceNs < 0; // a clock that went back must not hold anything up
    }

    @Override
    public void claim(final int lengthBytes)
    {
        writer.claim(lengthBytes);
    }

    @Override
    public UnsafeBuffer buffer()
    {
        return writer.buffer();
    }

    @Override
    public int offset()
    {
        return writer.offset();
    }

    @Override
    public void abort()
    {
        writer.abort();
    }

    @Override
    public void publish(final long number, final long nextPosition)
    {
        writer.commit(); // nobody is told of a document that a crash could still leave unfinished
        journaledGeneration.setRelease(number); // who has seen the position finds its streams' versions
        positions.journaled(nextPosition);
    }

    /** Number of the last generation that is journaled, -1 none; no older than any journaled position that was seen before. */
    public long journaledGeneration()
    {
        return journaledGeneration.getAcquire();
    }

    @Override
    public void commit(final long number, final long nextPosition, final long chain, final long nowNs)
    {
        end.set(number, nextPosition, chain, writer.segment());
        lastCommitNs.setRelease(nowNs);
        if (writer.segment() != segment)
        {
            segment = writer.segment();
            onRoll.accept(segment);
        }
    }

    @Override
    public long syncedGeneration()
    {
        return syncedGeneration;
    }

    /** Notes which generations are on stable storage; by the thread that syncs. */
    public void syncedGeneration(final long number)
    {
        syncedGeneration = number;
    }

    @Override
    public void end(final Throwable cause)
    {
        if (failure == null)
        {
            failure = cause;
        }
    }

    /** Why writing has ended, or null. */
    public Throwable failure()
    {
        return failure;
    }

    @Override
    public void close()
    {
        writer.close();
    }
}
