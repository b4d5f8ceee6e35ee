package io.varve.journal;

import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.Publisher;
import io.varve.api.Query;
import io.varve.api.RecordedEvent;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A log of several small segments, and what stands in it as text. */
final class CareScenario
{
    static final int SEGMENT_LENGTH = 512 * 1024;

    private CareScenario()
    {
    }

    static StoreContext context(final Path directory)
    {
        return new StoreContext().directory(directory).segmentLength(SEGMENT_LENGTH);
    }

    /** Appends events of a few hundred bytes, each a batch; closes cleanly. */
    static void write(final Path directory, final int events, final long seed)
    {
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context(directory)))
        {
            write(store, events, seed);
        }
    }

    /** Appends events to an open store and waits until they are synced. */
    static void write(final EmbeddedEventStore store, final int events, final long seed)
    {
        try (Publisher publisher = store.publisher())
        {
            for (int i = 0; i < events; i++)
            {
                TestEvents.makeRoom(publisher, publisher.publish(
                    store.domain("d" + i % 3).aggregate("a").instance(i % 2 == 0 ? "key" + i % 17 : "other" + seed),
                    Batch.of(Event.of("T" + i % 7, TestEvents.bytes(seed + i, 300 + i % 500)))));
            }
            store.await(Durability.SYNCED);
        }
    }

    /** Every event of a directory below a position, with everything that is known of it. */
    static List<String> texts(final Path directory, final long toPosition)
    {
        try (io.varve.api.LogReader reader = DataDirectory.openReader(directory))
        {
            return reader.collect(Query.all().withPositions(0, toPosition)).stream().map(CareScenario::text).toList();
        }
    }

    private static String text(final RecordedEvent event)
    {
        return event.position() + " " + event.domain() + event.aggregate() + event.key() + event.version() + event.type() +
            event.timestampNs() + event.metadata() + Arrays.hashCode(event.data());
    }
}
