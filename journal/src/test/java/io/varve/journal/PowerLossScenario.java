package io.varve.journal;

import io.varve.api.Ack;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.Instance;
import io.varve.api.LogReader;
import io.varve.api.Query;
import io.varve.api.RecordedEvent;
import io.varve.codec.generation.GenerationCheck;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.directory.BootId;
import io.varve.journal.recovery.RecoveryReport.Previous;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A store that loses the power: the two states of its directory that a disk may mix, and what must hold after the next start. */
abstract class PowerLossScenario
{
    static final BootId EARLIER_BOOT = new BootId(1, 2);

    /** Events that are written behind the last sync. */
    static final int UNSYNCED = 3;

    private static final int APPENDED = 50;
    private static final int SEGMENT_LENGTH = 512 * 1024;

    @TempDir
    Path folder;

    /** The directory when all was synced. */
    Path synced;

    /** The same directory when more was journaled. */
    Path journaled;

    static StoreContext context(final Path directory)
    {
        return new StoreContext().directory(directory).segmentLength(SEGMENT_LENGTH);
    }

    private static Batch batch(final int number, final int length)
    {
        return Batch.of(Event.of("T", (number + " ").repeat(length).substring(0, Math.max(length, 5))));
    }

    /** Takes the two states: everything synced, and more that was not. */
    final void write(final int syncedCount, final int length) throws IOException
    {
        while (true)
        {
            final Path live = folder.resolve("live");
            TestDirectories.delete(live);
            try (EmbeddedEventStore store = EmbeddedEventStore.open(context(live).bootId(EARLIER_BOOT)))
            {
                final Instance instance = store.domain("power").aggregate("loss").instance("k");
                for (int i = 0; i < syncedCount; i++)
                {
                    instance.put(batch(i, length), Durability.JOURNALED);
                }
                store.await(Durability.SYNCED);
                synced = TestDirectories.copy(live, folder.resolve("synced"));
                for (int i = 0; i < UNSYNCED; i++)
                {
                    instance.put(batch(syncedCount + i, length), Durability.JOURNALED);
                }
                journaled = TestDirectories.copy(live, folder.resolve("journaled"));
            }
            if (isUnsyncedUnknown(syncedCount))
            {
                return;
            }
        }
    }

    /** Whether no later generation says that an unsynced one was synced: the background sync may have come between. */
    private boolean isUnsyncedUnknown(final int syncedCount) throws IOException
    {
        long highest = -1;
        for (final SegmentImage image : SegmentImage.readAll(journaled))
        {
            for (final SegmentImage.Document document : image.documents)
            {
                highest = Math.max(highest, decoder(image.body(document)).syncedUpTo());
            }
        }
        return highest < syncedCount;
    }

    private static GenerationDecoder decoder(final byte[] body)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(body.length));
        buffer.putBytes(0, body);
        final GenerationDecoder decoder = new GenerationDecoder();
        assertEquals(GenerationCheck.VALID, decoder.wrap(buffer, 0, body.length));
        return decoder;
    }

    /** Starts after the loss, appends, and reads everything back three ways. */
    final void assertGoesOn(final Path directory, final int mustKeep, final int mayKeep) throws IOException
    {
        final int kept;
        final List<String> expected = new ArrayList<>();
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context(directory)))
        {
            assertEquals(Previous.POWER_LOST, store.recovery().previous());
            kept = (int)store.positions().journaled();
            assertTrue(kept >= mustKeep && kept <= mayKeep, "kept=" + kept + ", from " + mustKeep + " to " + mayKeep);
            store.collect(Query.all()).forEach(event -> expected.add(text(event)));
            for (int i = 0; i < kept; i++)
            {
                assertTrue(expected.get(i).startsWith(i + " " + i + ":" + i + " "), expected.get(i));
            }
            final Instance instance = store.domain("power").aggregate("loss").instance("k");
            for (int i = 0; i < APPENDED; i++)
            {
                final Ack ack = instance.put(batch(kept + i, 20), Durability.JOURNALED);
                assertEquals(kept + i, ack.position());
                assertEquals(kept + i, ack.version());
                expected.add((kept + i) + " " + (kept + i) + ":" + batchText(kept + i));
            }
            store.await(Durability.SYNCED);
            assertEquals(expected, store.collect(Query.all()).stream().map(PowerLossScenario::text).toList());
            assertSeenByAPlainTailer(directory, expected);
        }
        try (LogReader reader = DataDirectory.openReader(directory))
        {
            assertEquals(expected, reader.collect(Query.all()).stream().map(PowerLossScenario::text).toList());
        }
        assertSeenByAPlainTailer(directory, expected);
        final VerifyReport report = DataDirectory.verify(directory);
        assertEquals(0, report.corrupt() + report.torn(), report::toString);
        assertEquals(expected.size(), report.events());
    }

    private static String batchText(final int number)
    {
        return (number + " ").repeat(20).substring(0, 20);
    }

    private static String text(final RecordedEvent event)
    {
        return event.position() + " " + event.version() + ":" + event.text();
    }

    private static void assertSeenByAPlainTailer(final Path directory, final List<String> expected)
    {
        long position = 0;
        for (final byte[] document : PlainChronicle.readAll(directory))
        {
            final GenerationDecoder generation = decoder(document);
            assertEquals(position, generation.firstPosition());
            position = generation.nextPosition();
        }
        assertEquals(expected.size(), position, "events that a plain tailer sees");
    }
}
