package io.varve.journal;

import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventSet;
import io.varve.api.Instance;
import io.varve.api.LogReader;
import io.varve.api.Query;
import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.api.Token;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.journal.directory.BootId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Readers that map a data directory: beside a live writer here or elsewhere, through its restarts, and without one. */
@Timeout(120)
class OutsideReaderTest
{
    @TempDir
    Path folder;

    private Path directory()
    {
        return folder.resolve("data");
    }

    private StoreContext context()
    {
        return new StoreContext().directory(directory()).segmentLength(512 * 1024);
    }

    private static Batch batch(final int from, final int to)
    {
        final List<Event> events = new ArrayList<>();
        for (int i = from; i < to; i++)
        {
            events.add(Event.of("T" + i % 3, Integer.toString(i)));
        }
        return Batch.of(events);
    }

    private static void assertNext(final Tailer tail, final long position)
    {
        assertTrue(tail.next(10, TimeUnit.SECONDS), "nothing at position=" + position);
        assertEquals(position, tail.position());
        assertEquals(Long.toString(position), tail.toEvent().text());
        assertEquals("T" + position % 3, tail.type());
    }

    @Test
    void shouldReadBesideAWriterOfTheSameProcess()
    {
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context()))
        {
            final Instance instance = store.domain("d").aggregate("a").instance("k");
            try (LogReader reader = DataDirectory.openReader(directory());
                Tailer synced = reader.tail(TailStart.beginning());
                Tailer journaled = reader.tail(TailStart.beginning().withDurability(Durability.JOURNALED)))
            {
                assertFalse(synced.next());
                assertEquals(Durability.SYNCED, reader.defaultDurability());
                for (int i = 0; i < 300; i += 3)
                {
                    instance.put(batch(i, i + 3), Durability.JOURNALED);
                    for (int j = i; j < i + 3; j++)
                    {
                        assertNext(journaled, j);
                    }
                    assertFalse(journaled.next());
                    assertEquals(i + 3, reader.positions().journaled());
                }
                store.await(Durability.SYNCED);
                assertEquals(300, reader.positions().synced());
                for (int i = 0; i < 300; i++)
                {
                    assertNext(synced, i);
                }
                assertEquals(store.head(), reader.head());
                assertEquals(store.head(), synced.token());
                assertEquals(300, reader.get("d", "a", "k").count());
                assertEquals(1, reader.collect(Query.all().withTypes(java.util.Set.of("T1")).backwards().withLimit(1)).count());
            }
        }
    }

    @Test
    void shouldGoOnInTheMiddleOfAGenerationWhenTheWriterStartsAnew()
    {
        try (LogReader reader = readerOf(batch(0, 10)); Tailer tail = reader.tail(TailStart.beginning()))
        {
            for (int i = 0; i < 4; i++)
            {
                assertNext(tail, i);
            }
            final Token token = tail.token();
            try (EmbeddedEventStore store = EmbeddedEventStore.open(context()))
            {
                assertNext(tail, 4);
                store.domain("d").aggregate("a").instance("k").put(batch(10, 20), Durability.SYNCED);
                for (int i = 5; i < 15; i++)
                {
                    assertNext(tail, i);
                }
            }
            try (EmbeddedEventStore store = EmbeddedEventStore.open(context()))
            {
                for (int i = 15; i < 20; i++)
                {
                    assertNext(tail, i);
                }
                assertFalse(tail.next());
                assertEquals(store.head(), tail.token());
                assertEquals(20, tail.nextPosition());
            }
            try (Tailer again = reader.tail(TailStart.at(token)))
            {
                assertNext(again, 4);
            }
        }
    }

    private LogReader readerOf(final Batch batch)
    {
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context()))
        {
            store.domain("d").aggregate("a").instance("k").put(batch, Durability.SYNCED);
        }
        return DataDirectory.openReader(directory());
    }

    @Test
    void shouldFollowAWriterOfAnotherProcessThroughRestartsAndKills() throws Exception
    {
        final Path acks = folder.resolve("acks");
        final List<String> seen = new ArrayList<>();
        ChildJvm child = ChildJvm.start(ChildWriter.class, directory(), acks, "F0", Long.MAX_VALUE).awaitReady();
        try (LogReader reader = DataDirectory.openReader(directory());
            Tailer tail = reader.tail(TailStart.beginning().withDurability(Durability.JOURNALED)))
        {
            for (int run = 1; run <= 4; run++)
            {
                final String name = "F" + run;
                final int enough = seen.size() + 2_000;
                while (seen.size() < enough)
                {
                    follow(tail, seen);
                }
                if (run % 2 == 1)
                {
                    child.kill();
                }
                else
                {
                    assertEquals(0, child.end(), child::said);
                }
                child = ChildJvm.start(ChildWriter.class, directory(), acks, name, 50_000).awaitReady();
                while (seen.stream().skip(enough).noneMatch(text -> text.startsWith(name)))
                {
                    follow(tail, seen);
                }
            }
            assertEquals(0, child.end(), child::said);
            while (tail.next())
            {
                seen.add(text(tail));
            }

            final EventSet log = reader.collect(Query.all());
            assertEquals(log.stream().map(event -> event.text().trim() + ' ' + event.type() + ' ' + event.aggregate()).toList(), seen);
            WrittenLog.assertHolds(log, acks);
        }
        finally
        {
            child.close();
        }
    }

    private static void follow(final Tailer tail, final List<String> seen)
    {
        assertTrue(tail.next(30, TimeUnit.SECONDS), "nothing more behind events=" + seen.size());
        assertEquals(seen.size(), tail.position());
        seen.add(text(tail));
    }

    private static String text(final Tailer tail)
    {
        return tail.toEvent().text().trim() + ' ' + tail.type() + ' ' + tail.aggregate();
    }

    @Test
    void shouldOpenAheadOfTheWriter() throws IOException
    {
        Files.createDirectories(directory());
        Files.createFile(directory().resolve("LOCK"));
        try (LogReader reader = DataDirectory.openReader(directory()); Tailer tail = reader.tail(TailStart.beginning()))
        {
            assertEquals(0, reader.collect(Query.all()).count());
            assertFalse(tail.next());
            try (EmbeddedEventStore store = EmbeddedEventStore.open(context()))
            {
                store.domain("d").aggregate("a").instance(1).put(batch(0, 3), Durability.SYNCED);
                for (int i = 0; i < 3; i++)
                {
                    assertNext(tail, i);
                }
            }
        }
    }

    @Test
    void shouldSumUpAndWriteNothing() throws IOException
    {
        readerOf(batch(0, 10)).close();
        final Map<String, Integer> before = TestDirectories.content(directory());

        final StoreSummary summary = DataDirectory.summary(directory());
        final VerifyReport report = DataDirectory.verify(directory());
        try (LogReader reader = DataDirectory.openReader(directory()))
        {
            assertEquals(10, reader.get("d", "a", "k").count());
            assertEquals(10, reader.head().position());
            assertEquals(10, reader.positions().synced());
        }

        assertEquals(before, TestDirectories.content(directory()));
        assertEquals(10, summary.events());
        assertEquals(1, summary.generations());
        assertEquals(1, summary.segments());
        assertEquals(1, summary.instances());
        assertEquals(0, summary.firstPosition());
        assertEquals(10, summary.nextPosition());
        assertEquals(10, summary.journaled());
        assertEquals(10, summary.synced());
        assertEquals(0, summary.replicated());
        assertEquals(1, summary.epoch());
        assertEquals(32, summary.journalId().length());
        assertTrue(summary.overheadPerEvent() > 8 && summary.overheadPerEvent() < 100, summary.toString());
        assertEquals(10, report.events());
        assertEquals(1, report.generations());
        assertEquals(summary.bytes(), report.bytes());
        assertEquals(0, report.corrupt() + report.torn() + report.indexesToRebuild());
        assertEquals(List.of(), report.findings());
    }

    @Test
    void shouldReadWhatAPowerLossLeftWithoutCounters() throws IOException
    {
        final Path lost = folder.resolve("lost");
        final Token head;
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context().bootId(new BootId(1, 2))))
        {
            for (int i = 0; i < 30; i++)
            {
                store.domain("d").aggregate("a").instance("k").put(batch(i, i + 1), Durability.SYNCED);
            }
            head = store.head();
            TestDirectories.copy(directory(), lost);
        }
        Files.delete(lost.resolve("counters"));
        final Map<String, Integer> before = TestDirectories.content(lost);

        try (LogReader reader = DataDirectory.openReader(lost); Tailer tail = reader.tail(TailStart.beginning()))
        {
            for (int i = 0; i < 30; i++)
            {
                assertNext(tail, i);
            }
            assertFalse(tail.next());
            assertEquals(30, reader.positions().journaled());
            assertEquals(head, reader.head());
            assertEquals(LongStream.range(0, 30).boxed().toList(),
                reader.get("d", "a", "k").stream().map(event -> event.version()).toList());
            assertEquals(0, DataDirectory.verify(lost).corrupt());
            assertEquals(30, DataDirectory.summary(lost).events());
            assertEquals(before, TestDirectories.content(lost));

            try (EmbeddedEventStore store = EmbeddedEventStore.open(new StoreContext().directory(lost)))
            {
                store.domain("d").aggregate("a").instance("k").put(batch(30, 35), Durability.SYNCED);
                for (int i = 30; i < 35; i++)
                {
                    assertNext(tail, i);
                }
            }
        }
    }

    @Test
    void shouldThrowAfterClose()
    {
        final LogReader reader = readerOf(batch(0, 10));
        final Tailer tail = reader.tail(TailStart.beginning());
        final var cursor = reader.query(Query.all());
        assertTrue(tail.next());
        assertTrue(cursor.next());

        reader.close();
        reader.close();

        for (final org.junit.jupiter.api.function.Executable use : List.<org.junit.jupiter.api.function.Executable>of(
            tail::next, cursor::next, reader::head, () -> reader.query(Query.all()), () -> reader.tail(TailStart.beginning())))
        {
            assertEquals(ErrorCode.CLOSED, assertThrows(EventLogException.class, use).code());
        }
    }
}
