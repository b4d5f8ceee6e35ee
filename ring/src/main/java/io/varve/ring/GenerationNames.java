package io.varve.ring;

import io.varve.codec.dictionary.AggregateNames;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.dictionary.Name;
import io.varve.codec.generation.EntryKind;
import io.varve.codec.generation.GenerationEncoder;
import io.varve.codec.generation.GenerationLayout;
import io.varve.codec.name.Identity;
import org.agrona.UnsafeApi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Identities, producers and dictionary entries of the generation that is open. */
final class GenerationNames
{
    /** A name whose entry goes into the open generation. */
    record Entry(EntryKind kind, int aggregateOrdinal, Name name)
    {
    }

    private static final int NO_AGGREGATE = -1;

    private final Dictionary dictionary;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Entry> candidates = new ArrayList<>();

    /** By aggregate ordinal: the generation that used it last, and its index there. */
    private long[] usedIn = new long[8];
    private int[] indexes = new int[8];
    private int[] ordinals = new int[8];
    private long generation = 1;
    private int identityCount;
    private int entriesLength;

    private ProducerSession[] sessions = new ProducerSession[2];
    private int sessionCount;

    GenerationNames(final Dictionary dictionary)
    {
        this.dictionary = dictionary;
    }

    void reset()
    {
        generation++;
        identityCount = 0;
        entriesLength = 0;
        sessionCount = 0;
        if (!entries.isEmpty())
        {
            entries.clear();
        }
    }

    boolean contains(final int ordinal)
    {
        return ordinal < usedIn.length && usedIn[ordinal] == generation;
    }

    /** Index of an aggregate, which gets one if it has none yet. */
    int add(final int ordinal)
    {
        if (contains(ordinal))
        {
            return indexes[ordinal];
        }
        if (ordinal >= usedIn.length)
        {
            usedIn = Arrays.copyOf(usedIn, 2 * (ordinal + 1));
            indexes = Arrays.copyOf(indexes, usedIn.length);
        }
        if (identityCount == ordinals.length)
        {
            ordinals = Arrays.copyOf(ordinals, 2 * identityCount);
        }
        usedIn[ordinal] = generation;
        indexes[ordinal] = identityCount;
        ordinals[identityCount] = ordinal;
        return identityCount++;
    }

    boolean contains(final ProducerSession session)
    {
        return indexOf(session) >= 0;
    }

    private int indexOf(final ProducerSession session)
    {
        int i = sessionCount - 1;
        while (i >= 0 && sessions[i] != session)
        {
            i--;
        }
        return i;
    }

    /** Index of a producer's session, which gets one if it has none yet. */
    int add(final ProducerSession session)
    {
        final int known = indexOf(session);
        if (known >= 0)
        {
            return known;
        }
        if (sessionCount == sessions.length)
        {
            sessions = Arrays.copyOf(sessions, 2 * sessionCount);
        }
        sessions[sessionCount] = session;
        return sessionCount++;
    }

    int sessionCount()
    {
        return sessionCount;
    }

    /**
     * Finds the names of a record that are neither in the log nor in this generation.
     *
     * @param session of the producer whose record it is; null for none.
     * @return bytes of their entries.
     */
    int collect(final RecordFlyweight record, final ProducerSession session)
    {
        candidates.clear();
        if (session != null)
        {
            collect(EntryKind.PRODUCER, NO_AGGREGATE, session.producer());
        }
        final int ordinal = record.aggregateOrdinal();
        final AggregateNames aggregate = dictionary.aggregate(ordinal);
        collect(EntryKind.AGGREGATE, ordinal, aggregate.name());
        if (record.isKeyed())
        {
            collect(EntryKind.KEY, ordinal, aggregate.unwrittenKey(record.id()));
        }
        long event = record.firstEventAddress();
        for (int i = 0, count = record.eventCount(); i < count; i++)
        {
            final int lengthAndType = UnsafeApi.getInt(event + Integer.BYTES);
            collect(EntryKind.TYPE, ordinal, aggregate.domain().findType(lengthAndType >>> Short.SIZE));
            event += RecordFlyweight.EVENT_HEADER_LENGTH + (lengthAndType & 0xFFFF);
        }

        int length = 0;
        for (int i = 0; i < candidates.size(); i++)
        {
            length += GenerationLayout.entryLength(candidates.get(i).name.utf8().length);
        }
        return length;
    }

    private void collect(final EntryKind kind, final int ordinal, final Name name)
    {
        if (name != null && !name.isWritten() && !contains(entries, name) && !contains(candidates, name))
        {
            candidates.add(new Entry(kind, ordinal, name));
        }
    }

    private static boolean contains(final List<Entry> list, final Name name)
    {
        for (int i = 0; i < list.size(); i++)
        {
            if (list.get(i).name == name)
            {
                return true;
            }
        }
        return false;
    }

    /** Takes over the names that {@link #collect} found last. */
    void addCollected(final int lengthBytes)
    {
        entries.addAll(candidates);
        entriesLength += lengthBytes;
    }

    int identityCount()
    {
        return identityCount;
    }

    /** Ordinal of the aggregate with an index. */
    int ordinalAt(final int index)
    {
        return ordinals[index];
    }

    /** Index of an aggregate that has one. */
    int indexOf(final int ordinal)
    {
        return indexes[ordinal];
    }

    List<Entry> entries()
    {
        return entries;
    }

    /** Bytes of identities, producers and entries. */
    int length()
    {
        return identityCount * GenerationLayout.IDENTITY_LENGTH + sessionCount * GenerationLayout.PRODUCER_LENGTH +
            entriesLength;
    }

    void encode(final GenerationEncoder encoder)
    {
        for (int i = 0; i < identityCount; i++)
        {
            final Identity identity = dictionary.aggregate(ordinals[i]).identity();
            encoder.putIdentity(identity.high(), identity.low());
        }
        for (int i = 0; i < sessionCount; i++)
        {
            encoder.putProducer(sessions[i].producer().number(), (int)sessions[i].session());
        }
        for (int i = 0; i < entries.size(); i++)
        {
            final Entry entry = entries.get(i);
            final int identity = entry.aggregateOrdinal() == NO_AGGREGATE ? 0 : indexOf(entry.aggregateOrdinal());
            encoder.putEntry(entry.kind(), identity, entry.name().number(), entry.name().utf8());
        }
    }

    /** Lets the dictionary know what goes into the log now. */
    void enter()
    {
        for (int i = 0; i < entries.size(); i++)
        {
            final Entry entry = entries.get(i);
            final AggregateNames aggregate =
                entry.aggregateOrdinal() == NO_AGGREGATE ? null : dictionary.aggregate(entry.aggregateOrdinal());
            dictionary.enter(entry.kind(), aggregate, entry.name());
        }
    }

    void markWritten()
    {
        for (int i = 0; i < entries.size(); i++)
        {
            entries.get(i).name().markWritten();
        }
    }
}
