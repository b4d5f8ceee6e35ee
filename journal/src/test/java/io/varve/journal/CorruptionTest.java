package io.varve.journal;

import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventCursor;
import io.varve.api.EventSet;
import io.varve.api.LogReader;
import io.varve.api.Publisher;
import io.varve.api.Query;
import io.varve.api.RecordedEvent;
import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Bytes that are not what was written are reported with their place and never served. */
@Timeout(120)
class CorruptionTest
{
    @TempDir
    Path folder;

    private Path directory;
    private List<String> written;

    private void write(final int events, final int length) throws IOException
    {
        directory = folder.resolve("data");
        TestDirectories.delete(directory);
        final Random random = new Random(events);
        try (EmbeddedEventStore store =
            EmbeddedEventStore.open(new StoreContext().directory(directory).segmentLength(512 * 1024));
            Publisher publisher = store.publisher())
        {
            for (int i = 0; i < events; i++)
            {
                TestEvents.makeRoom(publisher, publisher.publish(store.domain("d" + i % 3).aggregate("a").instance("k" + i % 11),
                    Batch.of(Event.of("T" + i % 5, TestEvents.bytes(i, length + random.nextInt(length))))
                        .withMetadata(Map.of("user", "u" + i))));
            }
            store.await(Durability.SYNCED);
            written = texts(store.collect(Query.all()));
        }
        assertEquals(events, written.size());
    }

    private static List<String> texts(final EventSet events)
    {
        return events.stream().map(CorruptionTest::text).toList();
    }

    private static String text(final RecordedEvent event)
    {
        return event.position() + " " + event.domain() + event.aggregate() + event.key() + event.version() + event.type() +
            event.timestampNs() + event.metadata() + Arrays.hashCode(event.data());
    }

    /** Reads forwards, stepping over what is corrupt. */
    private List<String> readable(final LogReader reader)
    {
        final List<String> found = new ArrayList<>();
        try (Tailer tail = reader.tail(TailStart.beginning()))
        {
            while (true)
            {
                try
                {
                    if (!tail.next())
                    {
                        return found;
                    }
                    found.add(text(tail.toEvent()));
                }
                catch (final EventLogException e)
                {
                    assertEquals(ErrorCode.CORRUPT, e.code(), e.toString());
                    if (tail.skipCorrupt() < 0)
                    {
                        return found;
                    }
                }
            }
        }
    }

    private boolean isCorruptBackwards(final LogReader reader)
    {
        final List<String> found = new ArrayList<>();
        try (EventCursor cursor = reader.query(Query.all().backwards()))
        {
            while (cursor.next())
            {
                found.add(text(cursor.toEvent()));
            }
            Collections.reverse(found);
            assertSame(found, "backwards");
            return false;
        }
        catch (final EventLogException e)
        {
            assertEquals(ErrorCode.CORRUPT, e.code(), e.toString());
            return true;
        }
    }

    private void assertSame(final List<String> found, final String direction)
    {
        assertEquals(written.size(), found.size(), direction);
        for (int i = 0; i < found.size(); i++)
        {
            assertEquals(written.get(i), found.get(i), direction);
        }
    }

    private void assertSummaryOrCorrupt()
    {
        try
        {
            assertTrue(DataDirectory.summary(directory).events() <= written.size());
        }
        catch (final EventLogException e)
        {
            assertEquals(ErrorCode.CORRUPT, e.code());
        }
    }

    private void assertDetectedOrHarmless(final String what)
    {
        try
        {
            final VerifyReport report = DataDirectory.verify(directory);
            try (LogReader reader = DataDirectory.openReader(directory))
            {
                final List<String> found = readable(reader);
                final boolean isCorruptBackwards = isCorruptBackwards(reader);
                if (report.corrupt() == 0)
                {
                    assertSame(found, "forwards");
                    assertFalse(isCorruptBackwards);
                    assertEquals(written.size(), report.events());
                }
                else
                {
                    assertEquals(report.corrupt(), report.findings().size());
                    final Set<String> known = new HashSet<>(written);
                    found.forEach(text -> assertTrue(known.contains(text), () -> "never written: " + text));
                    assertEquals(found.size(), new HashSet<>(found).size());
                    assertTrue(isCorruptBackwards, () -> "backwards silent, but verify says " + report);
                    assertTrue(found.size() < written.size(), () -> "nothing is missing, but verify says " + report);
                }
                assertSummaryOrCorrupt();
            }
        }
        catch (final RuntimeException | AssertionError e)
        {
            throw new AssertionError(what + ": " + e, e);
        }
    }

    @Test
    void shouldDetectEveryFlippedBitOfAGenerationOrBeUnharmedByIt()
    {
        Seeds.run(random ->
        {
            write(1_500, 400);
            final List<SegmentImage> images = SegmentImage.readAll(directory);
            for (int round = 0; round < 250; round++)
            {
                final SegmentImage image = images.get(random.nextInt(images.size()));
                if (image.documents.isEmpty())
                {
                    continue;
                }
                final SegmentImage.Document document = image.documents.get(random.nextInt(image.documents.size()));
                final int at = switch (random.nextInt(4))
                {
                    case 0 -> random.nextInt(image.endOffset + 16);
                    case 1 -> document.wordOffset() + random.nextInt(4);
                    case 2 -> document.bodyOffset() + random.nextInt(160);
                    default -> document.bodyOffset() + random.nextInt(document.length());
                };
                final int bit = random.nextInt(8);
                image.bytes[at] ^= (byte)(1 << bit);
                image.write();
                try
                {
                    assertDetectedOrHarmless("file=" + image.file.getFileName() + ", offset=" + at + ", bit=" + bit);
                    if (at >= document.bodyOffset() && at < document.bodyOffset() + document.length())
                    {
                        assertTrue(DataDirectory.verify(directory).corrupt() > 0, "flip is not seen: offset=" + at);
                    }
                }
                finally
                {
                    image.bytes[at] ^= (byte)(1 << bit);
                    image.write();
                }
            }
            assertEquals(0, DataDirectory.verify(directory).corrupt());
        });
    }

    @Test
    void shouldDetectGenerationsThatChangedPlaces() throws IOException
    {
        write(600, 1);
        final SegmentImage image = SegmentImage.readAll(directory).get(0);
        swapWhole(image);

        assertTrue(DataDirectory.verify(directory).corrupt() > 0);
        assertDetectedOrHarmless("swapped");
    }

    private static void swapWhole(final SegmentImage image) throws IOException
    {
        final SegmentImage.Document one = image.documents.get(2);
        final SegmentImage.Document two = image.documents.get(3);
        final byte[] both = new byte[two.endOffset() - one.wordOffset()];
        final int twoLength = two.endOffset() - two.wordOffset();
        System.arraycopy(image.bytes, two.wordOffset(), both, 0, twoLength);
        System.arraycopy(image.bytes, one.wordOffset(), both, twoLength, both.length - twoLength);
        System.arraycopy(both, 0, image.bytes, one.wordOffset(), both.length);
        image.write();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldDetectAZeroedPage(final int segment) throws IOException
    {
        write(1_500, 400);
        final SegmentImage image = SegmentImage.readAll(directory).get(segment);
        final byte[] whole = image.bytes.clone();
        for (int page = 0; page < image.endOffset; page += page < 16_384 ? 4_096 : 40_960)
        {
            System.arraycopy(whole, 0, image.bytes, 0, whole.length);
            image.zero(page, Math.min(page + 4_096, image.bytes.length));
            image.write();
            assertDetectedOrHarmless("segment=" + segment + ", page=" + page);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldDetectAMissingOrEmptySegment(final int segment) throws IOException
    {
        write(1_500, 400);
        final SegmentImage image = SegmentImage.readAll(directory).get(segment);
        java.nio.file.Files.write(image.file, new byte[image.bytes.length]);
        assertTrue(DataDirectory.verify(directory).corrupt() > 0);
        assertDetectedOrHarmless("zeroed segment=" + segment);
        java.nio.file.Files.delete(image.file);
        assertTrue(DataDirectory.verify(directory).corrupt() > 0);
        assertDetectedOrHarmless("missing segment=" + segment);
    }

    @Test
    void shouldStopWithThePlaceAndGoOnBehindItWhenAsked() throws IOException
    {
        write(1_500, 400);
        final SegmentImage image = SegmentImage.readAll(directory).get(1);
        final SegmentImage.Document damaged = image.documents.get(5);
        image.bytes[damaged.bodyOffset() + 200] ^= 4;
        image.write();
        final VerifyReport report = DataDirectory.verify(directory);
        assertEquals(1, report.corrupt());
        assertTrue(report.findings().get(0).contains("offset=" + damaged.wordOffset()), report.toString());
        assertTrue(report.findings().get(0).contains(image.file.toString()), report.toString());

        try (LogReader reader = DataDirectory.openReader(directory); Tailer tail = reader.tail(TailStart.beginning()))
        {
            final List<Long> before = new ArrayList<>();
            final EventLogException failure = assertThrows(EventLogException.class, () ->
            {
                while (tail.next())
                {
                    before.add(tail.position());
                }
            });
            assertEquals(ErrorCode.CORRUPT, failure.code());
            final long at = before.size();
            assertEquals(LongStream.range(0, at).boxed().toList(), before);
            assertTrue(failure.getMessage().contains("position=" + at + ","), failure.getMessage());
            assertEquals(ErrorCode.CORRUPT, assertThrows(EventLogException.class, tail::next).code());
            assertEquals(at, tail.nextPosition());
            assertEquals(at, tail.token().position());
            try (Tailer again = reader.tail(TailStart.at(tail.token())))
            {
                assertEquals(ErrorCode.CORRUPT, assertThrows(EventLogException.class, again::next).code());
            }

            final long left = tail.skipCorrupt();
            assertTrue(left > 0);
            assertTrue(tail.next());
            assertEquals(at + left, tail.position());
            assertEquals(1_500 - at - left, report.events() - at);
            assertEquals(ErrorCode.CORRUPT, assertThrows(EventLogException.class, () -> reader.collect(Query.all())).code());
            assertEquals(10, reader.collect(Query.all().withPositions(at - 10, at)).count());
            assertEquals(10, reader.collect(Query.all().withPositions(at + left, at + left + 10)).count());
            assertEquals(10, reader.collect(Query.all().withPositions(at + left, at + left + 10).backwards()).count());
        }
    }

    @Test
    void shouldGetPastACorruptEndWhenMoreIsWritten() throws IOException
    {
        directory = folder.resolve("data");
        try (EmbeddedEventStore store = EmbeddedEventStore.open(new StoreContext().directory(directory));
            Tailer tail = store.tail(TailStart.beginning()))
        {
            store.domain("d").aggregate("a").instance(1).put(Event.of("T", "damaged"));
            final SegmentImage image = SegmentImage.last(directory);
            try (java.io.RandomAccessFile file = new java.io.RandomAccessFile(image.file.toFile(), "rw"))
            {
                file.seek(image.document(0).bodyOffset() + 80);
                file.write(77);
                file.write(78);
            }
            assertEquals(ErrorCode.CORRUPT, assertThrows(EventLogException.class, tail::next).code());
            final boolean isSkippedAtOnce = tail.skipCorrupt() == 1;
            assertTrue(isSkippedAtOnce ? !tail.next() : tail.nextPosition() == 0);
            store.domain("d").aggregate("a").instance(1).put(Event.of("T", "good"));

            assertTrue(isSkippedAtOnce || tail.skipCorrupt() == 1);
            assertTrue(tail.next());
            assertEquals("good", tail.toEvent().text());
        }
    }
}
