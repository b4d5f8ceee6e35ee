package io.varve.journal;

import io.varve.api.Aggregate;
import io.varve.api.Domain;
import io.varve.api.EventType;
import io.varve.codec.dictionary.DomainNames;
import io.varve.codec.dictionary.Name;
import io.varve.codec.name.Names;

/** A namespace of an embedded store. Names are numbered when they are first written, not when they are asked for. */
final class EmbeddedDomain implements Domain
{
    private final EmbeddedEventStore store;
    private final String name;

    EmbeddedDomain(final EmbeddedEventStore store, final String name)
    {
        this.store = store;
        this.name = Names.checkName("domain", name);
    }

    @Override
    public String name()
    {
        return name;
    }

    @Override
    public Aggregate aggregate(final String aggregateName)
    {
        return new EmbeddedAggregate(store, this, aggregateName);
    }

    @Override
    public EventType type(final String typeName)
    {
        return new Type(store, name, Names.checkTypeName(typeName));
    }

    /** An event type with its number. */
    static final class Type implements EventType
    {
        private final EmbeddedEventStore store;
        private final String domain;
        private final String name;
        private Name numbered;
        private DomainNames owner;

        Type(final EmbeddedEventStore store, final String domain, final String name)
        {
            this.store = store;
            this.domain = domain;
            this.name = name;
        }

        @Override
        public String domain()
        {
            return domain;
        }

        @Override
        public String name()
        {
            return name;
        }

        boolean isOf(final EmbeddedEventStore other)
        {
            return store == other;
        }

        /** Whether it is of a domain: numbers of types count in each domain for itself. */
        boolean isIn(final DomainNames names)
        {
            DomainNames known = owner;
            if (known == null)
            {
                known = store.dictionary().findDomain(domain);
                owner = known; // as benign as that of its number
            }
            return known == names;
        }

        Name numbered()
        {
            Name known = numbered;
            if (known == null)
            {
                known = store.dictionary().domain(domain).type(name);
                numbered = known; // benign race: everybody finds the same one
            }
            return known;
        }
    }
}
