package io.varve.journal.admission;

import io.varve.codec.dictionary.Name;
import io.varve.ring.Outcome;
import io.varve.ring.ProducerSession;

/** One session's way to its producer's state; closed for good by the next session. */
public final class ProducerGate implements ProducerSession
{
    private final Name producer;
    private final long session;
    private final ProducerState state;

    ProducerGate(final Name producer, final long session, final ProducerState state)
    {
        this.producer = producer;
        this.session = session;
        this.state = state;
    }

    @Override
    public Name producer()
    {
        return producer;
    }

    @Override
    public long session()
    {
        return session;
    }

    /** Highest sequence that was judged; by a thread that knows that nothing is being judged. */
    public long last()
    {
        return state.last();
    }

    @Override
    public int judge(final long sequence)
    {
        return state.session() == session ? state.judge(sequence) : Outcome.FENCED;
    }

    @Override
    public long position(final long sequence)
    {
        return state.position(sequence);
    }

    @Override
    public long version(final long sequence)
    {
        return state.version(sequence);
    }

    @Override
    public void refused(final long sequence)
    {
        state.refused(sequence);
    }

    @Override
    public void written(final long sequence, final long position, final long version)
    {
        state.written(sequence, position, version);
    }
}
