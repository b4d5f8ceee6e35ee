package io.varve.api.decide;

import io.varve.api.Ack;

import java.util.List;

/**
 * What became of a command.
 *
 * @param stream   after it.
 * @param events   that were decided, none when there was nothing to do.
 * @param ack      of the batch that holds them, null for none.
 * @param attempts that it took, from 1.
 * @param <S>      state.
 * @param <E>      events.
 */
public record Decision<S, E>(StreamState<S> stream, List<E> events, Ack ack, int attempts)
{
    /** The state after it. */
    public S state()
    {
        return stream.state();
    }
}
