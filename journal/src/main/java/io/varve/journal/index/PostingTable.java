package io.varve.journal.index;

import io.varve.codec.generation.BatchDecoder;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.codec.name.Identity;
import org.agrona.collections.Int2ObjectHashMap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** In which runs each aggregate, and each event type of each domain, occurs. */
final class PostingTable
{
    private static final Comparator<Identity> BYTES = (left, right) -> left.high() == right.high() ?
        Long.compareUnsigned(left.low(), right.low()) : Long.compareUnsigned(left.high(), right.high());

    private final Map<Identity, Aggregate> aggregates = new TreeMap<>(BYTES);
    private final Map<Identity, Int2ObjectHashMap<PostingList>> types = new TreeMap<>(BYTES);
    private final List<Aggregate> ofGeneration = new ArrayList<>();
    private final BatchDecoder batch = new BatchDecoder();

    private record Aggregate(PostingList runs, Int2ObjectHashMap<PostingList> types)
    {
    }

    /** Takes lists. */
    interface Visitor
    {
        /** @param type 0 for the runs of an aggregate. */
        void onList(Identity identity, int type, PostingList runs);
    }

    /** Adds what a generation of a run holds. */
    void add(final GenerationDecoder generation, final int run)
    {
        ofGeneration.clear();
        for (int i = 0, count = generation.identityCount(); i < count; i++)
        {
            ofGeneration.add(aggregate(new Identity(generation.identityHigh(i), generation.identityLow(i))));
        }
        batch.wrap(generation);
        while (batch.next())
        {
            final Aggregate aggregate = ofGeneration.get(batch.identityIndex());
            aggregate.runs.add(run);
            while (batch.nextEvent())
            {
                list(aggregate.types, batch.eventType()).add(run);
            }
        }
    }

    private Aggregate aggregate(final Identity identity)
    {
        final Aggregate known = aggregates.get(identity);
        if (known != null)
        {
            return known;
        }
        final Aggregate added = new Aggregate(new PostingList(),
            types.computeIfAbsent(identity.domainIdentity(), domain -> new Int2ObjectHashMap<>()));
        aggregates.put(identity, added);
        return added;
    }

    private static PostingList list(final Int2ObjectHashMap<PostingList> lists, final int type)
    {
        final PostingList known = lists.get(type);
        if (known != null)
        {
            return known;
        }
        final PostingList added = new PostingList();
        lists.put(type, added);
        return added;
    }

    /** Hands out every list that is not empty: those of aggregates, then those of types. */
    void forEach(final Visitor visitor)
    {
        aggregates.forEach((identity, aggregate) ->
        {
            if (aggregate.runs.count() > 0)
            {
                visitor.onList(identity, 0, aggregate.runs);
            }
        });
        types.forEach((domain, lists) -> lists.forEach((type, list) -> visitor.onList(domain, type, list)));
    }
}
