package io.varve.journal.recovery;

import io.varve.codec.checksum.Chain;
import io.varve.codec.dictionary.AggregateNames;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.generation.BatchDecoder;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.write.StreamHeads;

/** What a log says when it is read from its first generation: its names, the version of every stream, its end. */
public final class LogState
{
    private final Dictionary dictionary;
    private final StreamHeads heads = new StreamHeads();
    private final BatchDecoder batch = new BatchDecoder();
    private long nextNumber;
    private long nextPosition;
    private long chain = Chain.START;
    private long recordedAt = Long.MIN_VALUE;
    private long generations;
    private long events;
    private long bytes;
    private long dataBytes;
    private long firstPosition;

    /** Of nothing; names go into the given dictionary. */
    public LogState(final Dictionary dictionary)
    {
        this.dictionary = dictionary;
    }

    /** Takes over the next generation of the log. */
    public void apply(final GenerationDecoder generation)
    {
        if (generation.entryCount() > 0)
        {
            generation.forEachEntry(dictionary);
        }
        batch.wrap(generation);
        while (batch.next())
        {
            final AggregateNames aggregate = dictionary.aggregate(
                generation.identityHigh(batch.identityIndex()), generation.identityLow(batch.identityIndex()));
            heads.nextVersion(aggregate.ordinal(), batch.isKeyed(), batch.id(), batch.firstVersion() + batch.count());
            while (batch.nextEvent())
            {
                dataBytes += batch.eventLength();
            }
        }
        if (generations == 0)
        {
            firstPosition = generation.firstPosition();
        }
        generations++;
        events += generation.eventCount();
        bytes += generation.length();
        nextNumber = generation.number() + 1;
        nextPosition = generation.nextPosition();
        chain = generation.computeChain();
        recordedAt = generation.recordedAt();
    }

    public Dictionary dictionary()
    {
        return dictionary;
    }

    public StreamHeads heads()
    {
        return heads;
    }

    /** Number of the generation that comes next. */
    public long nextNumber()
    {
        return nextNumber;
    }

    /** Position of the event that comes next. */
    public long nextPosition()
    {
        return nextPosition;
    }

    /** Chain of the last generation. */
    public long chain()
    {
        return chain;
    }

    /** Ns since the epoch, of the last generation. */
    public long recordedAt()
    {
        return recordedAt;
    }

    public long generations()
    {
        return generations;
    }

    public long events()
    {
        return events;
    }

    /** Of all generations. */
    public long bytes()
    {
        return bytes;
    }

    /** Of all events' data. */
    public long dataBytes()
    {
        return dataBytes;
    }

    public long firstPosition()
    {
        return firstPosition;
    }
}
