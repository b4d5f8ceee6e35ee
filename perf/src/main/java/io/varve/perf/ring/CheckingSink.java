package io.varve.perf.ring;

import io.varve.codec.Limits;
import io.varve.codec.generation.GenerationCheck;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.ring.GenerationSink;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;

/**
 * Takes generations into one place, over and over, and checks that each follows the one before it.
 *
 * <p>It gives no credit, so that generations fill. Checksums are checked when asked for: on every generation that would measure
 * the check.
 */
final class CheckingSink implements GenerationSink
{
    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(Limits.MAX_GENERATION_LENGTH));
    private final GenerationDecoder generation = new GenerationDecoder();
    private int claimedLength;
    private long lastNumber = -1;
    private long nextPosition;
    private Throwable failure;

    @Override
    public Room room(final int lengthBytes)
    {
        return failure == null ? Room.READY : Room.ENDED;
    }

    @Override
    public boolean hasCredit(final long nowNs)
    {
        return false;
    }

    @Override
    public void claim(final int lengthBytes)
    {
        claimedLength = lengthBytes;
    }

    @Override
    public UnsafeBuffer buffer()
    {
        return buffer;
    }

    @Override
    public int offset()
    {
        return 0;
    }

    @Override
    public void abort()
    {
        claimedLength = 0;
    }

    @Override
    public void commit(final long number, final long newNextPosition, final long chain, final long nowNs)
    {
        final GenerationCheck check = generation.wrapUnchecked(buffer, 0, claimedLength);
        if (check != GenerationCheck.VALID || generation.length() != claimedLength || number != lastNumber + 1 ||
            generation.number() != number || generation.firstPosition() != nextPosition ||
            generation.nextPosition() != newNextPosition)
        {
            throw new IllegalStateException("generation does not follow: check=" + check.text() + ", number=" + number +
                ", last=" + lastNumber + ", position=" + newNextPosition + ", last=" + nextPosition);
        }
        lastNumber = number;
        nextPosition = newNextPosition;
    }

    @Override
    public long syncedGeneration()
    {
        return -1;
    }

    @Override
    public void end(final Throwable cause)
    {
        failure = cause;
    }

    /**
     * Checks how many events came, and every byte of the last generation.
     *
     * @throws IllegalStateException when it is not as it should be.
     */
    void check(final long publishedEvents)
    {
        final GenerationCheck check = generation.wrap(buffer, 0, claimedLength);
        if (failure != null || nextPosition != publishedEvents || check != GenerationCheck.VALID)
        {
            throw new IllegalStateException("sink did not get what was published: published=" + publishedEvents +
                ", position=" + nextPosition + ", check=" + check.text(), failure);
        }
    }
}
