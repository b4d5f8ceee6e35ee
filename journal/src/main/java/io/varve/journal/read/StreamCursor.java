package io.varve.journal.read;

import io.varve.api.Durability;
import io.varve.api.Query;
import io.varve.codec.EventLogException;
import io.varve.codec.generation.GenerationCheck;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.codec.name.Identity;
import io.varve.journal.segment.Segment;
import io.varve.journal.stream.StreamLocator;
import org.agrona.DirectBuffer;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Steps through the events of one stream by the places that the table of streams knows: which generations hold it, and which of its
 * versions is the last one in each. A generation's headers are checked when it is entered, and gone through up to the last version
 * that it holds; of its data only the events that are served are looked at, each by its own checksum, and all of it where a batch
 * has metadata.
 *
 * <p>Places only say where to look. Where a generation is not there, or not whole, or does not hold just the versions that it
 * should, the walk goes on without them, from the event behind the last one it served, as a query of the log does.
 */
final class StreamCursor extends EventFlyweight implements StreamLocator.PlaceVisitor
{
    /** Events of one generation from which on one sum over all of its data costs less than one over each. */
    private static final int MANY_EVENTS = 4;

    private static final int INITIAL_PLACES = 16;

    private final GenerationDecoder generation = new GenerationDecoder();
    private final GenerationRow row = new GenerationRow();
    private final Supplier<Query> query;
    private final Identity identity;
    private final boolean isKeyed;
    private final long id;
    private long limit;

    /** Of each generation, the newest first. */
    private long[] numbers = new long[INITIAL_PLACES];
    private long[] lastVersions = new long[INITIAL_PLACES];
    private int places;

    /** Places from here on were gone through. */
    private int at;
    private boolean isInGeneration;
    private boolean isInBatch;

    /** Whether all data of the generation was checked, and not only its headers. */
    private boolean isDataChecked;
    private long nextVersion;
    private long servedBelow;

    /** Goes on where places do not lead; null as long as they do. */
    private ForwardCursor byLog;

    /**
     * Of a stream; it must be {@linkplain #locate located} ahead of the first step.
     *
     * @param query for the whole stream, made when it is needed.
     * @param id    number of the instance, or of its key.
     */
    StreamCursor(
        final LogView view, final Supplier<Query> query, final Identity identity, final boolean isKeyed, final long id)
    {
        super(view);
        this.query = query;
        this.identity = identity;
        this.isKeyed = isKeyed;
        this.id = id;
    }

    /**
     * Finds the places of versions from one up to another.
     *
     * @return false when they are not known: the log must be read.
     */
    boolean locate(final int aggregateOrdinal, final long fromVersion, final long toVersion)
    {
        limit = view.positionAt(Durability.JOURNALED);
        nextVersion = view.streams().visit(aggregateOrdinal, isKeyed, id, fromVersion, toVersion, this);
        limit = view.positionAt(Durability.JOURNALED);
        at = places;
        row.reset(places);
        return nextVersion >= 0;
    }

    @Override
    public void onPlace(final long number, final long lastVersion)
    {
        if (places == numbers.length)
        {
            numbers = Arrays.copyOf(numbers, 2 * places);
            lastVersions = Arrays.copyOf(lastVersions, 2 * places);
        }
        numbers[places] = number;
        lastVersions[places] = lastVersion;
        places++;
    }

    @Override
    public boolean next()
    {
        checkAllOpen();
        if (byLog != null)
        {
            return nextByLog();
        }
        while (true)
        {
            if (isInBatch)
            {
                if (batch.nextEvent())
                {
                    if (!isDataChecked && !batch.isEventCrcGood())
                    {
                        return goOnByLog();
                    }
                    nextVersion++;
                    servedBelow = batch.firstPosition() + batch.eventIndex() + 1;
                    standOn(generation);
                    return true;
                }
                isInBatch = false;
                isInGeneration = nextVersion <= lastVersions[at];
            }
            if (isInGeneration)
            {
                if (!nextBatch())
                {
                    return goOnByLog();
                }
            }
            else if (at == 0)
            {
                leave();
                return false;
            }
            else if (!enter(at - 1))
            {
                return isJournaled(numbers[at - 1]) ? goOnByLog() : end();
            }
            else if (generation.nextPosition() > limit)
            {
                return end(); // journaled since this was opened
            }
        }
    }

    /** @return false when the generation does not hold the versions that it should, or not whole. */
    private boolean nextBatch()
    {
        while (batch.nextOf(id, isKeyed))
        {
            final int index = batch.identityIndex();
            if (generation.identityLow(index) == identity.low() && generation.identityHigh(index) == identity.high())
            {
                isInBatch = batch.firstVersion() == nextVersion && isMetadataGood();
                return isInBatch;
            }
        }
        return false;
    }

    /** Metadata has no checksum of its own. */
    private boolean isMetadataGood()
    {
        isDataChecked |= batch.metadataLength() > 0 && generation.isDataCrcGood();
        return batch.metadataLength() == 0 || isDataChecked;
    }

    /** Goes to a generation. @return false when it is not where it should be, or not whole. */
    private boolean enter(final int place)
    {
        if (place < row.start())
        {
            row.lookFor(view, numbers, limit);
        }
        final Segment segment = row.segment(place);
        if (segment == null || !isWhole(segment.buffer(), row.offset(place), lastVersions[place] - nextVersion + 1) ||
            generation.number() != numbers[place] || generation.journalId() != view.journalId())
        {
            return false;
        }
        at = place;
        batch.wrap(generation);
        isInGeneration = true;
        return true;
    }

    /** Of few events the headers are checked here and the events when they are met; else all of it is. */
    private boolean isWhole(final DirectBuffer buffer, final int offset, final long events)
    {
        final int available = buffer.capacity() - offset;
        isDataChecked = events >= MANY_EVENTS;
        return (isDataChecked ? generation.wrap(buffer, offset, available) :
            generation.wrapHeaders(buffer, offset, available)) == GenerationCheck.VALID;
    }

    /** Whether a generation is in the journal, and not only admitted. */
    private boolean isJournaled(final long number)
    {
        final long end = view.index().numberBehind(limit);
        return end < 0 || number < end;
    }

    private boolean end()
    {
        at = 0;
        leave();
        return false;
    }

    private boolean goOnByLog()
    {
        isInGeneration = false;
        leave();
        byLog = ForwardCursor.withoutStreams(view, new EventFilter(query.get()), servedBelow, limit);
        return nextByLog();
    }

    /** @throws EventLogException where the log is corrupt. */
    private boolean nextByLog()
    {
        leave();
        final boolean isFound = byLog.next();
        if (isFound)
        {
            batch = byLog.batch;
            standOn(byLog.walker.generation());
        }
        return isFound;
    }
}
