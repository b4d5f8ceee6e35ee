package io.varve.client.session;

import io.varve.codec.protocol.MessageHeaderDecoder;
import org.agrona.DirectBuffer;

/**
 * A question with one answer. Asked again in the next session if the one it was asked in is lost, so it must not change anything.
 *
 * @param <T> of the answer.
 */
public abstract class Call<T> extends Request
{
    private volatile T answer;
    private volatile RuntimeException refusal;

    /** Writes the question. */
    protected abstract Message message();

    /** Reads the answer; null when the message is none. */
    protected abstract T decode(MessageHeaderDecoder header, DirectBuffer buffer, int offset);

    @Override
    protected final boolean onAnswer(
        final MessageHeaderDecoder header, final DirectBuffer buffer, final int offset, final int length)
    {
        final T decoded = decode(header, buffer, offset);
        if (decoded != null)
        {
            answer = decoded;
        }
        return decoded != null;
    }

    @Override
    protected final boolean onRefused(final RuntimeException why)
    {
        refusal = why;
        return true;
    }

    @Override
    protected final void onLost()
    {
        // Whoever waits sees that the session is lost.
    }

    /**
     * Asks, and waits for the answer.
     *
     * @throws io.varve.codec.EventLogException when the node refuses, or does not answer in time.
     */
    public final T ask(final NodeConnection connection)
    {
        final long deadlineNs = connection.deadlineNs();
        while (true)
        {
            final Session session = connection.awaitSession(deadlineNs);
            final boolean isAsked = connection.ask(session, this, message());
            if (isAsked)
            {
                connection.pump().await(() -> isDone() || session.isLost(), deadlineNs);
            }
            if (isDone())
            {
                if (refusal != null)
                {
                    throw refusal;
                }
                return answer;
            }
            if (isAsked)
            {
                connection.forget(this);
            }
            connection.checkOpen();
            if (System.nanoTime() - deadlineNs >= 0)
            {
                throw connection.session() == null ? connection.unreachable() : connection.timedOut("an answer");
            }
            if (!isAsked)
            {
                connection.pump().poll();
                Pump.idle(Integer.MAX_VALUE);
            }
        }
    }

    private boolean isDone()
    {
        return answer != null || refusal != null;
    }
}
