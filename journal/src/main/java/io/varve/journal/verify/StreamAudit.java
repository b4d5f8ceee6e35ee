package io.varve.journal.verify;

import io.varve.codec.EventLogException;
import io.varve.codec.dictionary.AggregateNames;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.generation.BatchDecoder;
import io.varve.codec.generation.GenerationDecoder;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Follows names and streams through the log: every number that a header carries has a name, no number has two, and the versions
 * of each stream follow each other. Behind a place that is corrupt, or holds less than was written, names may be missing and
 * versions may jump ahead.
 */
final class StreamAudit
{
    private final Dictionary names = new Dictionary();
    private final StreamVersions versions = new StreamVersions();
    private final BatchDecoder batch = new BatchDecoder();
    private final List<BitSet> knownTypes = new ArrayList<>();
    private boolean isWhole = true;

    /** Says that something of the log is not there. */
    void miss()
    {
        isWhole = false;
    }

    /**
     * Takes the next generation.
     *
     * @return what is wrong with it first; null when nothing is.
     */
    String firstFault(final GenerationDecoder generation)
    {
        try
        {
            generation.forEachEntry(names);
            String fault = null;
            batch.wrap(generation);
            while (batch.next())
            {
                final String found = faultOfBatch(generation);
                fault = fault == null ? found : fault;
            }
            return fault;
        }
        catch (final EventLogException | IllegalArgumentException e)
        {
            final boolean mayBeMissing = !isWhole;
            isWhole = false; // what the rest of this generation says was not taken over
            return mayBeMissing ? null : e.getMessage();
        }
    }

    private String faultOfBatch(final GenerationDecoder generation)
    {
        final AggregateNames aggregate = names.aggregate(
            generation.identityHigh(batch.identityIndex()), generation.identityLow(batch.identityIndex()));
        final int kind = aggregate.ordinal() + 1 << 1 | (batch.isKeyed() ? 1 : 0);
        final long expected = versions.exchange(kind, batch.id(), batch.firstVersion() + batch.count());
        if (batch.firstVersion() < expected || isWhole && batch.firstVersion() > expected)
        {
            return "version=" + batch.firstVersion() + " behind " + (expected - 1) + " in the stream of position " +
                batch.firstPosition() + ", domain=" + aggregate.domain().domain() + ", aggregate=" + aggregate.name().text() +
                (batch.isKeyed() ? ", key number=" : ", id=") + batch.id();
        }
        if (isWhole && batch.isKeyed() && expected == 0 && aggregate.findKey(batch.id()) == null)
        {
            return "no dictionary entry for a key: position=" + batch.firstPosition() + ", key number=" + batch.id();
        }
        return isWhole ? faultOfTypes(generation, aggregate) : null;
    }

    private String faultOfTypes(final GenerationDecoder generation, final AggregateNames aggregate)
    {
        if (batch.producerIndex() > 0 && names.findProducer(generation.producerNumber(batch.producerIndex() - 1)) == null)
        {
            return "no dictionary entry for a producer: position=" + batch.firstPosition() + ", number=" +
                generation.producerNumber(batch.producerIndex() - 1);
        }
        final BitSet known = knownTypes(aggregate.ordinal());
        while (batch.nextEvent())
        {
            final int type = batch.eventType();
            if (!known.get(type))
            {
                if (aggregate.domain().findType(type) == null)
                {
                    return "no dictionary entry for an event type: position=" +
                        (batch.firstPosition() + batch.eventIndex()) + ", number=" + type;
                }
                known.set(type);
            }
        }
        return null;
    }

    private BitSet knownTypes(final int ordinal)
    {
        while (knownTypes.size() <= ordinal)
        {
            knownTypes.add(new BitSet());
        }
        return knownTypes.get(ordinal);
    }
}
