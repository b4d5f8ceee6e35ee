package io.varve.tools.load;

import io.varve.api.Aggregate;
import io.varve.api.Batch;
import io.varve.api.BatchClaim;
import io.varve.api.Domain;
import io.varve.api.EventStore;
import io.varve.api.EventType;
import io.varve.api.Instance;
import io.varve.api.Publisher;

import java.util.HashMap;
import java.util.Map;

/** Publishes pending batches, looking each name up once. */
final class BatchPublisher
{
    private final Map<String, NamedDomain> domains = new HashMap<>();
    private final EventStore store;
    private final Publisher publisher;

    BatchPublisher(final EventStore store, final Publisher publisher)
    {
        this.store = store;
        this.publisher = publisher;
    }

    /** Publishes a batch without waiting for its ack. */
    void publish(final PendingBatch batch)
    {
        final NamedDomain domain = domains.computeIfAbsent(batch.domain(), name -> new NamedDomain(store.domain(name)));
        final Aggregate aggregate = domain.aggregate(batch.aggregate());
        final Instance instance =
            batch.key() == null ? aggregate.instance(batch.id()) : aggregate.instance(batch.key());
        if (batch.hasMetadata())
        {
            publisher.publish(instance, batch.toBatch());
        }
        else
        {
            publishInPlace(domain, instance, batch);
        }
    }

    private void publishInPlace(final NamedDomain domain, final Instance instance, final PendingBatch batch)
    {
        try (BatchClaim claim = publisher.claim(instance, batch.count(), batch.dataLength()))
        {
            if (batch.timestampNs() != Batch.STAMP_AT_PUBLISH)
            {
                claim.timestampNs(batch.timestampNs());
            }
            int offset = 0;
            for (int i = 0; i < batch.count(); i++)
            {
                final int length = batch.length(i);
                claim.event(domain.type(batch.type(i)), length).putBytes(0, batch.data(), offset, length);
                offset += length;
            }
            claim.commit();
        }
    }

    /** A domain with the names in it that were used. */
    private static final class NamedDomain
    {
        private final Map<String, Aggregate> aggregates = new HashMap<>();
        private final Map<String, EventType> types = new HashMap<>();
        private final Domain domain;

        NamedDomain(final Domain domain)
        {
            this.domain = domain;
        }

        Aggregate aggregate(final String name)
        {
            return aggregates.computeIfAbsent(name, domain::aggregate);
        }

        EventType type(final String name)
        {
            return types.computeIfAbsent(name, domain::type);
        }
    }
}
