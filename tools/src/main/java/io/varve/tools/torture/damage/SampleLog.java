package io.varve.tools.torture.damage;

import io.varve.api.AckStatus;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.Instance;
import io.varve.api.Publisher;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.StoreContext;
import io.varve.tools.torture.workload.Payload;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/** A log with everything that a log can hold, always the same but for its id and its clock. */
public final class SampleLog
{
    /** Bytes of a segment. */
    public static final int SEGMENT_LENGTH = 512 * 1024;

    /** Ns since the epoch, of its first event; the others follow a second apart. */
    public static final long FIRST_TIMESTAMP_NS = 1_600_000_000_000_000_000L;

    private static final int WRITER = 1;
    private static final int POLL_AT = 25;

    private SampleLog()
    {
    }

    /** How it is opened: the length of a generation follows from its events and not from the time. */
    public static StoreContext context(final Path directory)
    {
        return new StoreContext().directory(directory).segmentLength(SEGMENT_LENGTH).sealPaceNs(Long.MAX_VALUE);
    }

    /** Writes one and closes it. */
    public static void write(final Path directory, final int events, final int lengthBytes)
    {
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context(directory)))
        {
            append(store, 0, events, lengthBytes);
        }
    }

    /** Appends events to an open store. */
    public static void append(final EmbeddedEventStore store, final int first, final int events, final int lengthBytes)
    {
        final Random random = new Random(first);
        try (Publisher publisher = store.publisher())
        {
            for (int i = first; i < first + events; i++)
            {
                final long ticket = publisher.publish(instance(store, i), batch(i, lengthBytes, random));
                if (publisher.unpolled() == POLL_AT || i == first + events - 1)
                {
                    publisher.await(ticket, Durability.JOURNALED);
                    publisher.poll((polled, status, position, version) -> requireWritten(status), Integer.MAX_VALUE);
                }
            }
        }
        store.await(store.defaultDurability());
    }

    private static void requireWritten(final AckStatus status)
    {
        if (!status.isWritten())
        {
            throw new EventLogException(ErrorCode.WRITING_ENDED, "a batch was not written: status=" + status);
        }
    }

    private static Batch batch(final int number, final int lengthBytes, final Random random)
    {
        final int length = Payload.MIN_LENGTH + lengthBytes / 2 + random.nextInt(lengthBytes);
        final Batch batch = Batch.of(Event.of("T" + number % 5, Payload.of(WRITER, number, length)))
            .withTimestampNs(FIRST_TIMESTAMP_NS + number * 1_000_000_000L);
        return number % 7 == 0 ? batch.withMetadata(Map.of("user", "u" + number)) : batch;
    }

    private static Instance instance(final EmbeddedEventStore store, final int number)
    {
        return number % 3 == 0 ?
            store.domain("town").aggregate("person").instance("key " + number % 11) :
            store.domain("d" + number % 3).aggregate("a").instance(number % 7);
    }
}
