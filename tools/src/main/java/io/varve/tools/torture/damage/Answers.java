package io.varve.tools.torture.damage;

import io.varve.api.Durability;
import io.varve.api.EventCursor;
import io.varve.api.LogReader;
import io.varve.api.Query;
import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.codec.EventLogException;
import io.varve.codec.checksum.Crc;
import io.varve.journal.DataDirectory;
import org.agrona.collections.LongArrayList;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a log has answered to questions of all kinds while it was whole, to hold later answers against. */
public final class Answers
{
    private static final long PRIME = 1_099_511_628_211L;

    private final LongArrayList events = new LongArrayList();
    private final Map<Query, LongArrayList> results = new LinkedHashMap<>();

    private Answers()
    {
    }

    /** Asks a directory that is whole. */
    public static Answers of(final Path directory)
    {
        final Answers answers = new Answers();
        try (LogReader reader = DataDirectory.openReader(directory))
        {
            answers.ask(reader);
        }
        return answers;
    }

    private void ask(final LogReader reader)
    {
        collect(reader, Query.all(), events);
        for (final Query query : queries(events.size()))
        {
            final LongArrayList result = new LongArrayList();
            collect(reader, query, result);
            results.put(query, result);
        }
    }

    private static Set<Query> queries(final long events)
    {
        return Set.of(
            Query.all().backwards(),
            Query.all().withDomain("town").withAggregate("person").withKey("key 3"),
            Query.all().withDomain("d1").withAggregate("a").withId(4),
            Query.all().withDomain("d2").withAggregate("a").withId(5).backwards(),
            Query.all().withDomain("d1").withTypes(Set.of("T1", "T3")),
            Query.all().withTimestamps(SampleLog.FIRST_TIMESTAMP_NS + 20_000_000_000L, SampleLog.FIRST_TIMESTAMP_NS +
                60_000_000_000L),
            Query.all().withPositions(events / 3, events / 2));
    }

    private static void collect(final LogReader reader, final Query query, final LongArrayList into)
    {
        try (EventCursor cursor = reader.query(query))
        {
            while (cursor.next())
            {
                into.addLong(hash(cursor));
            }
        }
    }

    private static long hash(final EventCursor event)
    {
        long hash = event.position();
        hash = hash * PRIME + event.version();
        hash = hash * PRIME + event.domain().hashCode();
        hash = hash * PRIME + event.aggregate().hashCode();
        hash = hash * PRIME + (event.key() == null ? event.id() : event.key().hashCode());
        hash = hash * PRIME + event.type().hashCode();
        hash = hash * PRIME + event.timestampNs();
        hash = hash * PRIME + event.metadata().hashCode();
        hash = hash * PRIME + event.length();
        return hash * PRIME + Crc.crc32c(event.data(), 0, event.length());
    }

    /** Events in the log. */
    public int count()
    {
        return events.size();
    }

    /** Asks everything again, in order, each question to its end or its first refusal. */
    public Look look(final Path directory)
    {
        Look look = Look.SAME;
        try (LogReader reader = DataDirectory.openReader(directory))
        {
            look = look.and(() -> tail(reader));
            for (final Map.Entry<Query, LongArrayList> result : results.entrySet())
            {
                look = look.and(() -> query(reader, result.getKey(), result.getValue()));
            }
        }
        catch (final EventLogException e)
        {
            look = look.and(() -> Look.refused(e));
        }
        catch (final RuntimeException | InternalError e)
        {
            look = look.and(() -> Look.wrong("no clear error: " + e));
        }
        return look;
    }

    /** Everything from the beginning, going on behind what is refused. */
    private Look tail(final LogReader reader)
    {
        Look look = Look.SAME;
        try (Tailer tail = reader.tail(TailStart.beginning().withDurability(Durability.JOURNALED)))
        {
            long next = 0;
            while (true)
            {
                try
                {
                    if (!tail.next())
                    {
                        return next >= events.size() ? look :
                            look.and(Look.wrong("the tail ends at position=" + next + " of " + events.size()));
                    }
                    if (tail.position() < next || tail.position() >= events.size() ||
                        events.getLong((int)tail.position()) != hash(tail))
                    {
                        return Look.wrong("the tail serves another event at position=" + tail.position());
                    }
                    if (tail.position() != next)
                    {
                        return Look.wrong("the tail has left out positions from " + next + " to " + tail.position());
                    }
                    next = tail.position() + 1;
                }
                catch (final EventLogException e)
                {
                    look = look.and(Look.refused(e));
                    final long leftOut = tail.skipCorrupt();
                    if (leftOut <= 0)
                    {
                        return look;
                    }
                    next += leftOut;
                }
            }
        }
    }

    private static Look query(final LogReader reader, final Query query, final LongArrayList expected)
    {
        int count = 0;
        try (EventCursor cursor = reader.query(query))
        {
            while (cursor.next())
            {
                if (count >= expected.size() || expected.getLong(count) != hash(cursor))
                {
                    return Look.wrong("query answers another event: result=" + count + ", position=" + cursor.position() +
                        ", query=" + query);
                }
                count++;
            }
        }
        catch (final EventLogException e)
        {
            return Look.refused(e);
        }
        return count == expected.size() ? Look.SAME :
            Look.wrong("query answers too little: results=" + count + " of " + expected.size() + ", query=" + query);
    }
}
