package io.varve.journal;

import io.varve.api.Aggregate;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventCursor;
import io.varve.api.Instance;
import io.varve.api.Positions;
import io.varve.api.Query;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.generation.JournalIdentity;
import io.varve.journal.index.LogIndex;
import io.varve.journal.read.LogCursors;
import io.varve.journal.read.LogView;
import io.varve.journal.segment.Segments;
import io.varve.journal.stream.StreamLocator;
import org.agrona.collections.LongArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Streams read from their places hold what a walk over the whole log finds of them. */
@Timeout(120)
class StreamReadTest
{
    private static final int BATCHES = 6_000;
    private static final int STREAMS = 40;

    @TempDir
    Path folder;

    private Path directory()
    {
        return folder.resolve("data");
    }

    @Test
    void shouldReadEveryStreamAsAWalkOverTheLogFindsIt()
    {
        Seeds.run(random ->
        {
            for (int run = 0; run < 3; run++)
            {
                try (EmbeddedEventStore store = open())
                {
                    final List<Instance> instances = instances(store);
                    write(instances, random);
                    checkAll(store, instances, random);
                }
            }
            try (EmbeddedEventStore store = open(); MappedLogReader reader = DataDirectory.open(directory()))
            {
                final Map<String, List<String>> expected = byWalk(LogCursors.query(reader, Query.all()));
                for (final Instance instance : instances(store))
                {
                    assertEquals(expected.getOrDefault(address(instance), List.of()),
                        texts(LogCursors.query(reader, Query.of(instance))));
                }
            }
        });
    }

    @Test
    void shouldGoByTheLogWhereTheTableOfStreamsIsWrong()
    {
        Seeds.run(random ->
        {
            try (EmbeddedEventStore store = open())
            {
                write(instances(store), random);
                store.await(Durability.JOURNALED);
            }
            try (EmbeddedEventStore store = open(); MappedLogReader reader = DataDirectory.open(directory()))
            {
                final Map<String, List<String>> expected = byWalk(LogCursors.query(reader, Query.all()));
                for (final Lie lie : Lie.values())
                {
                    for (final Instance instance : instances(store))
                    {
                        assertEquals(expected.getOrDefault(address(instance), List.of()),
                            texts(LogCursors.query(new MisledView(reader, lie, random), Query.of(instance))), lie.name());
                    }
                }
            }
        });
    }

    private EmbeddedEventStore open()
    {
        return EmbeddedEventStore.open(new StoreContext().directory(directory()).segmentLength(512 * 1024));
    }

    /** The same ids in two aggregates, and keys. */
    private static List<Instance> instances(final EmbeddedEventStore store)
    {
        final List<Instance> instances = new ArrayList<>();
        for (final String name : List.of("thing", "other"))
        {
            final Aggregate aggregate = store.domain("read").aggregate(name);
            IntStream.range(0, STREAMS).forEach(id -> instances.add(aggregate.instance(id)));
            IntStream.range(0, STREAMS).forEach(id -> instances.add(aggregate.instance("key" + id)));
        }
        return instances;
    }

    private static void write(final List<Instance> instances, final Random random)
    {
        Instance instance = instances.get(0);
        for (int i = 0; i < BATCHES; i++)
        {
            // The last one stays without events.
            instance = random.nextInt(3) == 0 ? instance : instances.get(random.nextInt(instances.size() - 1));
            final Event[] events = new Event[1 + random.nextInt(random.nextInt(20) == 0 ? 200 : 4)];
            for (int e = 0; e < events.length; e++)
            {
                events[e] = Event.of("type" + random.nextInt(5), new byte[random.nextInt(120)]);
            }
            final Batch batch = Batch.of(events);
            instance.put(random.nextInt(5) == 0 ? batch.withTimestampNs(random.nextLong() >>> 1) : batch, Durability.JOURNALED);
        }
    }

    private static void checkAll(final EmbeddedEventStore store, final List<Instance> instances, final Random random)
    {
        final Map<String, List<String>> expected = byWalk(store.query(Query.all()));
        for (final Instance instance : instances)
        {
            final List<String> whole = expected.getOrDefault(address(instance), List.of());
            assertEquals(whole, texts(store.query(Query.of(instance))));
            assertEquals(whole, instance.get().stream().map(event -> event + " " + event.crc() + event.timestampNs()).toList());
            if (!whole.isEmpty())
            {
                final int from = random.nextInt(whole.size());
                final int to = from + 1 + random.nextInt(whole.size());
                assertEquals(whole.subList(from, Math.min(to, whole.size())), instance.get(from, to).stream()
                    .map(event -> event + " " + event.crc() + event.timestampNs()).toList(), "from=" + from + ", to=" + to);
            }
        }
    }

    private static Map<String, List<String>> byWalk(final EventCursor all)
    {
        final Map<String, List<String>> found = new LinkedHashMap<>();
        try (all)
        {
            while (all.next())
            {
                final String id = all.key() == null ? Long.toString(all.id()) : all.key();
                found.computeIfAbsent(all.domain() + '/' + all.aggregate() + '/' + id, key -> new ArrayList<>()).add(text(all));
            }
        }
        assertTrue(found.size() > STREAMS);
        return found;
    }

    private static List<String> texts(final EventCursor cursor)
    {
        final List<String> found = new ArrayList<>();
        try (cursor)
        {
            while (cursor.next())
            {
                assertTrue(cursor.verify());
                found.add(text(cursor));
            }
        }
        return found;
    }

    private static String text(final EventCursor cursor)
    {
        return cursor.toEvent() + " " + cursor.crc() + cursor.timestampNs();
    }

    private static String address(final Instance instance)
    {
        return instance.domain() + '/' + instance.aggregate() + '/' +
            (instance.key() == null ? Long.toString(instance.id()) : instance.key());
    }

    /** What is wrong with the places. */
    private enum Lie
    {
        /** A generation of the stream is left out. */
        LEFT_OUT,

        /** The last version of a generation is one too low. */
        TOO_LOW,

        /** The last version of a generation is one too high. */
        TOO_HIGH,

        /** A generation is named that does not hold the stream, or not these versions. */
        ANOTHER,

        /** The oldest place is said to begin later. */
        LATE
    }

    /** A log whose table of streams is wrong in one place of each stream. */
    private record MisledView(LogView view, Lie lie, Random random) implements LogView
    {
        @Override
        public StreamLocator streams()
        {
            return new StreamLocator()
            {
                @Override
                public boolean locate(
                    final int aggregateOrdinal,
                    final boolean isKeyed,
                    final long id,
                    final long fromVersion,
                    final long toVersion,
                    final LongArrayList generations)
                {
                    return false;
                }

                @Override
                public long visit(
                    final int aggregateOrdinal,
                    final boolean isKeyed,
                    final long id,
                    final long fromVersion,
                    final long toVersion,
                    final PlaceVisitor visitor)
                {
                    final List<long[]> places = new ArrayList<>();
                    final long first = view.streams().visit(aggregateOrdinal, isKeyed, id, fromVersion, toVersion,
                        (generation, lastVersion) -> places.add(new long[]{generation, lastVersion}));
                    // The newest place may be cut short by a table that is not up to date: that is no lie.
                    final int at = places.size() < 2 ? 0 : 1 + random.nextInt(places.size() - 1);
                    final boolean isPossible = places.size() > 1;
                    for (int i = 0; i < places.size(); i++)
                    {
                        final boolean isHere = isPossible && i == at;
                        final long[] place = places.get(i);
                        if (!isHere || lie != Lie.LEFT_OUT)
                        {
                            visitor.onPlace(place[0] - (isHere && lie == Lie.ANOTHER ? 1 : 0), place[1] +
                                (isHere && lie == Lie.TOO_HIGH ? 1 : 0) - (isHere && lie == Lie.TOO_LOW ? 1 : 0));
                        }
                    }
                    return isPossible && lie == Lie.LATE ? first + 1 : first;
                }

                @Override
                public long lastVersion(
                    final int aggregateOrdinal, final boolean isKeyed, final long id, final long belowGeneration)
                {
                    return UNKNOWN_VERSION;
                }

                @Override
                public long streamCount()
                {
                    return -1;
                }
            };
        }

        @Override
        public Segments segments()
        {
            return view.segments();
        }

        @Override
        public LogIndex index()
        {
            return view.index();
        }

        @Override
        public Positions positions()
        {
            return view.positions();
        }

        @Override
        public long positionAt(final Durability durability)
        {
            return view.positionAt(durability);
        }

        @Override
        public Durability defaultDurability()
        {
            return view.defaultDurability();
        }

        @Override
        public JournalIdentity journal()
        {
            return view.journal();
        }

        @Override
        public long journalId()
        {
            return view.journalId();
        }

        @Override
        public long incarnation()
        {
            return view.incarnation();
        }

        @Override
        public Dictionary names(final long belowGeneration)
        {
            return view.names(belowGeneration);
        }

        @Override
        public boolean isClosed()
        {
            return view.isClosed();
        }
    }
}
