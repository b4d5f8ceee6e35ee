package io.varve.client.write;

import io.varve.api.Producer;

/** A session of a named producer over a connection; what is lost with the connection is sent again in the next one. */
final class RemoteProducer extends RemotePublisher implements Producer
{
    private final String name;
    private final long lastSequence;

    RemoteProducer(final RemoteWriter store, final Sending sending)
    {
        super(store, sending);
        name = sending.producer();
        lastSequence = sending.lastSequence();
    }

    @Override
    public String name()
    {
        return name;
    }

    @Override
    public long session()
    {
        return sending().producerSession();
    }

    @Override
    public long lastSequence()
    {
        return lastSequence;
    }

    @Override
    public long nextSequence()
    {
        return sending().nextSequence();
    }

    @Override
    public void sequence(final long sequence)
    {
        if (sequence < 1)
        {
            throw new IllegalArgumentException("sequence must be at least 1: sequence=" + sequence);
        }
        sending().nextSequence(sequence);
    }
}
