package io.varve.journal;

import io.varve.api.Aggregate;
import io.varve.api.Instance;
import io.varve.codec.dictionary.AggregateNames;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.dictionary.DomainNames;
import io.varve.codec.name.Names;

/** A kind of thing of an embedded store. */
final class EmbeddedAggregate implements Aggregate
{
    private final EmbeddedEventStore store;
    private final EmbeddedDomain domain;
    private final String name;
    private AggregateNames numbered;

    EmbeddedAggregate(final EmbeddedEventStore store, final EmbeddedDomain domain, final String name)
    {
        this.store = store;
        this.domain = domain;
        this.name = Names.checkName("aggregate", name);
    }

    @Override
    public String domain()
    {
        return domain.name();
    }

    @Override
    public String name()
    {
        return name;
    }

    @Override
    public Instance instance(final long id)
    {
        return new EmbeddedInstance(store, this, null, id);
    }

    @Override
    public Instance instance(final String key)
    {
        Names.keyBytes(key);
        return new EmbeddedInstance(store, this, key, 0);
    }

    /** @return the aggregate's names, or null when nobody has used it. */
    AggregateNames findNumbered()
    {
        final DomainNames known = numbered == null ? store.dictionary().findDomain(domain.name()) : null;
        if (known == null)
        {
            return numbered;
        }
        return store.dictionary().findAggregate(known, name);
    }

    boolean isOf(final EmbeddedEventStore other)
    {
        return store == other;
    }

    AggregateNames numbered()
    {
        AggregateNames known = numbered;
        if (known == null)
        {
            final Dictionary dictionary = store.dictionary();
            known = dictionary.aggregate(dictionary.domain(domain.name()), name);
            numbered = known; // benign race: everybody finds the same one
        }
        return known;
    }
}
