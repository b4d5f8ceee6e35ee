package io.varve.api.decide;

import io.varve.api.ExpectedVersion;

/**
 * What a stream amounts to up to one of its versions.
 *
 * @param state        folded.
 * @param version      of the last event in it, -1 for none.
 * @param nextPosition behind that event in the log; where reading on begins.
 * @param <S>          state.
 */
public record StreamState<S>(S state, long version, long nextPosition)
{
    /** Of a stream that nothing was read of. */
    public static <S> StreamState<S> initial(final S state)
    {
        return new StreamState<>(state, -1, 0);
    }

    /** What a writer must expect so that nothing comes between this and what it writes. */
    public ExpectedVersion expected()
    {
        return version < 0 ? ExpectedVersion.none() : ExpectedVersion.exactly(version);
    }
}
