package io.varve.journal;

import io.varve.api.Aggregate;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventCursor;
import io.varve.api.Instance;
import io.varve.api.Publisher;
import io.varve.api.Query;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.journal.read.LogCursors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a read of one stream makes of damage in generations that it shares with others. */
@Timeout(120)
class StreamDamageTest
{
    private static final int STREAMS = 24;
    private static final int EVENTS_A_STREAM = 20;
    private static final int DAMAGED = 7;
    private static final int VERSION = 11;
    private static final int SEGMENT_LENGTH = 512 * 1024;
    private static final int LARGE = 60_000;

    @TempDir
    Path folder;

    private Path directory()
    {
        return folder.resolve("data");
    }

    /** Events of the same version of all streams one behind the other, full generations of one or two of each. */
    private List<Query> write(final boolean hasMetadata) throws IOException
    {
        final List<Query> streams = new ArrayList<>();
        try (EmbeddedEventStore store = EmbeddedEventStore.open(
            new StoreContext().directory(directory()).segmentLength(SEGMENT_LENGTH).sealPaceNs(TimeUnit.HOURS.toNanos(1)));
            Publisher publisher = store.publisher())
        {
            final Aggregate aggregate = store.domain("read").aggregate("thing");
            for (int version = 0; version < EVENTS_A_STREAM; version++)
            {
                for (int stream = 0; stream < STREAMS; stream++)
                {
                    final Batch batch = Batch.of(Event.of("written", text(stream, version).getBytes(StandardCharsets.UTF_8)));
                    TestEvents.makeRoom(publisher, publisher.publish(aggregate.instance(stream),
                        hasMetadata ? batch.withMetadata(Map.of("user", note(stream, version))) : batch));
                }
            }
            store.await(Durability.SYNCED);
            for (int stream = 0; stream < STREAMS; stream++)
            {
                streams.add(Query.of(aggregate.instance(stream)));
            }
            rollToTheNextSegment(aggregate.instance(STREAMS));
        }
        return streams;
    }

    /** Only a sealed segment has an index that knows places behind damage. */
    private void rollToTheNextSegment(final Instance other) throws IOException
    {
        for (int length = 0; length <= SEGMENT_LENGTH; length += LARGE)
        {
            other.put(Batch.of(Event.of("large", new byte[LARGE])), Durability.SYNCED);
        }
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        final Path folderOfIndexes = directory().resolve("index");
        while (!Files.exists(folderOfIndexes.resolve("19700101-00F.generations")) ||
            !Files.exists(folderOfIndexes.resolve("19700101-00F.links")))
        {
            assertTrue(System.nanoTime() < deadlineNs, "segment was not indexed");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private static String text(final int stream, final int version)
    {
        return "event " + stream + " of version " + version + " and what makes it long enough for a page of few.....";
    }

    private static String note(final int stream, final int version)
    {
        return "note " + stream + " on " + version + ".";
    }

    private void flip(final String written) throws IOException
    {
        final byte[] wanted = written.getBytes(StandardCharsets.UTF_8);
        for (final SegmentImage image : SegmentImage.readAll(directory()))
        {
            final int at = new String(image.bytes, StandardCharsets.ISO_8859_1).indexOf(written);
            if (at >= 0)
            {
                image.bytes[at + wanted.length - 1] ^= 1;
                image.write();
                return;
            }
        }
        throw new AssertionError("not in the log: " + written);
    }

    /** @return versions that were served; all must be what was written. */
    private int served(final Query query, final int stream, final boolean isWhole)
    {
        int version = 0;
        try (MappedLogReader reader = DataDirectory.open(directory()); EventCursor cursor = LogCursors.query(reader, query))
        {
            while (true)
            {
                try
                {
                    if (!cursor.next())
                    {
                        assertTrue(isWhole, "ends without a word at version " + version);
                        return version;
                    }
                }
                catch (final EventLogException e)
                {
                    assertEquals(ErrorCode.CORRUPT, e.code());
                    assertTrue(!isWhole, () -> "must not be refused: " + e);
                    return version;
                }
                assertEquals(version, cursor.version());
                assertEquals(text(stream, version), cursor.data().getStringWithoutLengthUtf8(0, cursor.length()));
                version++;
            }
        }
    }

    @Test
    void shouldServeAStreamThatIsWholeBesideDamageOfAnother() throws IOException
    {
        final List<Query> streams = write(false);
        flip(text(DAMAGED, VERSION));

        for (int stream = 0; stream < STREAMS; stream++)
        {
            final boolean isWhole = stream != DAMAGED;
            assertEquals(isWhole ? EVENTS_A_STREAM : VERSION, served(streams.get(stream), stream, isWhole), "stream=" + stream);
        }
    }

    @Test
    void shouldNotServeDamagedMetadata() throws IOException
    {
        final List<Query> streams = write(true);
        flip(note(DAMAGED, VERSION));

        assertEquals(VERSION, served(streams.get(DAMAGED), DAMAGED, false));
    }

    @Test
    void shouldCheckAllDataOfAGenerationAheadOfMetadata() throws IOException
    {
        final List<Query> streams = write(true);
        flip(text(DAMAGED, VERSION));

        final int next = DAMAGED + 1; // in the same generation: the row of a version is shorter than one
        assertEquals(VERSION, served(streams.get(next), next, false));
    }

    @Test
    void shouldRefuseAGenerationWhoseHeadersAreDamaged() throws IOException
    {
        final List<Query> streams = write(false);
        final SegmentImage image = SegmentImage.readAll(directory()).get(0);
        final SegmentImage.Document middle = image.documents.get(7);
        final int dataOffset = ByteBuffer.wrap(image.body(middle)).order(ByteOrder.LITTLE_ENDIAN).getInt(120);
        image.bytes[middle.bodyOffset() + dataOffset - 16] ^= 1; // in the time of the last batch
        image.write();

        int refused = 0;
        for (int stream = 0; stream < STREAMS; stream++)
        {
            refused += isRefused(streams.get(stream)) ? 1 : 0;
        }
        assertNotEquals(0, refused);
    }

    private boolean isRefused(final Query query)
    {
        try (MappedLogReader reader = DataDirectory.open(directory()); EventCursor cursor = LogCursors.query(reader, query))
        {
            int count = 0;
            while (cursor.next())
            {
                count++;
            }
            assertEquals(EVENTS_A_STREAM, count);
            return false;
        }
        catch (final EventLogException e)
        {
            assertEquals(ErrorCode.CORRUPT, e.code());
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 31, 32, 33, 100})
    void shouldReadAStreamOfSoManyGenerations(final int generations)
    {
        try (EmbeddedEventStore store = EmbeddedEventStore.open(new StoreContext().directory(directory())))
        {
            final Aggregate aggregate = store.domain("read").aggregate("thing");
            for (int version = 0; version < generations; version++)
            {
                aggregate.instance(1).put(Batch.of(Event.of("written", new byte[]{(byte)version})), Durability.JOURNALED);
            }

            final long[] numbers = aggregate.instance(1).get().stream().mapToLong(event -> event.data()[0]).toArray();

            assertEquals(generations, numbers.length);
            for (int i = 0; i < generations; i++)
            {
                assertEquals(i, numbers[i]);
            }
            assertThrows(IllegalArgumentException.class, () -> aggregate.instance(1).get(generations + 1, generations + 2));
        }
    }
}
