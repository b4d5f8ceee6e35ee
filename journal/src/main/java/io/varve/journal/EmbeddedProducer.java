package io.varve.journal;

import io.varve.api.Producer;
import io.varve.journal.admission.ProducerGate;
import io.varve.ring.RecordPublisher;

/** A session of a named producer of an embedded store. */
final class EmbeddedProducer extends EmbeddedPublisher implements Producer
{
    private final ProducerGate gate;
    private final long lastSequence;

    EmbeddedProducer(
        final EmbeddedEventStore store,
        final StoreWait wait,
        final RecordPublisher records,
        final int window,
        final ProducerGate gate)
    {
        super(store, wait, records, window, gate.producer());
        this.gate = gate;
        lastSequence = gate.last();
        records.sequence(lastSequence + 1);
    }

    @Override
    public String name()
    {
        return gate.producer().text();
    }

    @Override
    public long session()
    {
        return gate.session();
    }

    @Override
    public long lastSequence()
    {
        return lastSequence;
    }

    @Override
    public long nextSequence()
    {
        return records().sequence();
    }

    @Override
    public void sequence(final long sequence)
    {
        if (sequence < 1)
        {
            throw new IllegalArgumentException("sequence must be at least 1: sequence=" + sequence);
        }
        records().sequence(sequence);
    }
}
