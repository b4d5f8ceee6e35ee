package io.varve.journal;

import io.varve.api.Aggregate;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventSet;
import io.varve.api.ExpectedVersion;
import io.varve.api.Instance;
import io.varve.api.Publisher;
import io.varve.api.Query;
import io.varve.api.RecordedEvent;
import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.api.Token;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.journal.recovery.RecoveryReport.Previous;
import io.varve.ring.StageMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A store that was closed goes on where it was. */
@Timeout(120)
class RestartTest
{
    @TempDir
    Path folder;

    private StoreContext context()
    {
        return new StoreContext().directory(folder.resolve("data")).segmentLength(512 * 1024);
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnOverManySegmentsAndRestarts(final StageMode mode)
    {
        Seeds.run(random ->
        {
            final List<String> expected = new ArrayList<>();
            final Map<String, Long> versions = new HashMap<>();
            Token before = null;
            for (int run = 0; run < 6; run++)
            {
                try (EmbeddedEventStore store = EmbeddedEventStore.open(context().stageMode(mode)))
                {
                    assertEquals(run == 0 ? Previous.NEW : Previous.CLEAN, store.recovery().previous());
                    assertEquals(expected, store.collect(Query.all()).stream().map(RestartTest::text).toList());
                    assertEquals(1, store.head().epoch());
                    if (before != null)
                    {
                        assertEquals(before, store.head());
                        try (Tailer tail = store.tail(TailStart.at(before)))
                        {
                            assertEquals(before, tail.token());
                        }
                    }
                    try (Publisher publisher = store.publisher())
                    {
                        final int batches = run == 3 ? 0 : 200 + random.nextInt(400);
                        for (int i = 0; i < batches; i++)
                        {
                            final Aggregate aggregate = store.domain("d" + random.nextInt(3)).aggregate("a" + random.nextInt(4));
                            final String key = "k" + random.nextInt(20 + 20 * run);
                            final long version = versions.merge(aggregate.domain() + aggregate.name() + key, 1L, Long::sum) - 1;
                            final String data = "x".repeat(random.nextInt(i % 50 == 0 ? 60_000 : 1_500));
                            final String type = "T" + random.nextInt(5 + run);
                            TestEvents.makeRoom(publisher, publisher.publish(aggregate.instance(key), Batch.of(Event.of(type, data))
                                .withExpectedVersion(version == 0 ? ExpectedVersion.none() : ExpectedVersion.exactly(version - 1))));
                            expected.add(expected.size() + " " + aggregate.domain() + aggregate.name() + key + " " + version + " " +
                                type + " " + data.length());
                        }
                    }
                    store.await(Durability.SYNCED);
                    before = store.head();
                }
            }
            assertTrue(SegmentImage.files(folder.resolve("data")).size() >= 3);
            final VerifyReport report = DataDirectory.verify(folder.resolve("data"));
            assertEquals(0, report.corrupt() + report.torn());
            assertEquals(expected.size(), report.events());
            assertEquals(report.generations(), PlainChronicle.readAll(folder.resolve("data")).size());
            TestDirectories.delete(folder.resolve("data"));
        });
    }

    private static String text(final RecordedEvent event)
    {
        return event.position() + " " + event.domain() + event.aggregate() + event.key() + " " + event.version() + " " +
            event.type() + " " + event.length();
    }

    @Test
    void shouldKeepNamesApartAcrossRestartsEvenWhenSomeWereNeverWritten()
    {
        for (int run = 0; run < 5; run++)
        {
            try (EmbeddedEventStore store = EmbeddedEventStore.open(context()))
            {
                for (int i = 0; i < 5; i++)
                {
                    final Aggregate aggregate = store.domain("names" + i).aggregate("r" + run);
                    final Instance refused = aggregate.instance("refused" + run + i);
                    assertEquals(ErrorCode.WRONG_EXPECTED_VERSION, assertThrows(EventLogException.class,
                        () -> refused.put(ExpectedVersion.exists(), Event.of("Refused" + refused.key(), "x"))).code());
                    store.domain("never" + run).aggregate("never").instance("never").get();
                    aggregate.instance("written" + run + i).put(Event.of("Written" + run + i, run + "." + i));
                }
            }
        }
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context()))
        {
            assertEquals(25, store.collect(Query.all()).count());
            for (int run = 0; run < 5; run++)
            {
                for (int i = 0; i < 5; i++)
                {
                    final EventSet found = store.get("names" + i, "r" + run, "written" + run + i);
                    assertEquals(1, found.count());
                    assertEquals("Written" + run + i, found.typeAt(0));
                    assertEquals(run + "." + i, found.at(0).text());
                    assertEquals(0, store.get("names" + i, "r" + run, "refused" + run + i).count());
                }
            }
        }
    }

    @Test
    void shouldKeepTheSegmentLengthOfTheDirectory()
    {
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context()))
        {
            store.domain("d").aggregate("a").instance(1).put(Event.of("T", "x".repeat(60_000)));
        }
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context().segmentLength(64 * 1024 * 1024)))
        {
            for (int i = 0; i < 20; i++)
            {
                store.domain("d").aggregate("a").instance(1).put(Event.of("T", "x".repeat(60_000)));
            }
        }
        assertTrue(DataDirectory.summary(folder.resolve("data")).segments() >= 3);
    }

    @Test
    void shouldStartAgainWithoutAnEventManyTimes()
    {
        for (int i = 0; i < 5; i++)
        {
            try (EmbeddedEventStore store = EmbeddedEventStore.open(context()))
            {
                assertEquals(0, store.positions().journaled());
            }
        }
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context()))
        {
            assertEquals(0, store.domain("d").aggregate("a").instance(1).put(Event.of("T", "x")).position());
        }
        assertEquals(1, PlainChronicle.readAll(folder.resolve("data")).size());
    }

    @Test
    void shouldHoldEveryAckedPutWhenItIsClosedMeanwhile()
    {
        for (int round = 0; round < 10; round++)
        {
            final Map<Long, String> acked = new ConcurrentHashMap<>();
            final EmbeddedEventStore store = EmbeddedEventStore.open(context().publishTimeoutNs(2_000_000_000L));
            final List<CompletableFuture<Void>> threads = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++)
            {
                final String name = round + "." + thread + ".";
                threads.add(CompletableFuture.runAsync(() ->
                {
                    for (int i = 0; ; i++)
                    {
                        final String text = name + i;
                        try
                        {
                            acked.put(store.domain("d").aggregate("a").instance(1).put(
                                Batch.of(Event.of("T", text)), Durability.JOURNALED).position(), text);
                        }
                        catch (final EventLogException e)
                        {
                            assertTrue(e.code() == ErrorCode.CLOSED || e.code() == ErrorCode.TIMED_OUT ||
                                e.code() == ErrorCode.WRITING_ENDED, e.toString());
                            return;
                        }
                    }
                }));
            }
            while (acked.size() < 200)
            {
                Thread.onSpinWait();
            }
            store.close();
            threads.forEach(CompletableFuture::join);

            try (EmbeddedEventStore again = EmbeddedEventStore.open(context()))
            {
                assertEquals(Previous.CLEAN, again.recovery().previous());
                final EventSet log = again.collect(Query.all());
                acked.forEach((position, text) -> assertEquals(text, log.at(position.intValue()).text()));
            }
        }
    }

    @Test
    void shouldReleaseTheDirectoryWhenItCannotBeOpened()
    {
        assertThrows(IllegalArgumentException.class, () -> EmbeddedEventStore.open(context().segmentLength(1)).close());
        assertThrows(IllegalArgumentException.class, () -> EmbeddedEventStore.open(context().ringLength(1)).close());

        try (EmbeddedEventStore store = EmbeddedEventStore.open(context()))
        {
            assertEquals(0, store.positions().journaled());
        }
    }
}
