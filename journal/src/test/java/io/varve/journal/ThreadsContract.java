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
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Many threads at once. */
@Timeout(60)
public abstract class ThreadsContract extends StoreContract
{
    private static final int THREADS = 8;

    private interface Work
    {
        void run(int thread) throws Exception;
    }

    private static void inThreads(final Work work)
    {
        final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        final CyclicBarrier start = new CyclicBarrier(THREADS);
        final List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++)
        {
            final int thread = i;
            running.add(CompletableFuture.runAsync(() ->
            {
                try
                {
                    start.await();
                    work.run(thread);
                }
                catch (final Exception e)
                {
                    throw new IllegalStateException(e);
                }
            }, threads));
        }
        running.forEach(CompletableFuture::join);
        threads.shutdown();
    }

    private Aggregate things()
    {
        return store.domain("threads").aggregate("thing");
    }

    private static List<Long> versions(final EventSet events)
    {
        return events.stream().map(RecordedEvent::version).toList();
    }

    @Test
    void shouldGiveOneStreamDenseVersionsAndKeepTheOrderOfEachThread()
    {
        final int batches = 500;
        inThreads(thread ->
        {
            final Instance instance = things().instance("one");
            for (int i = 0; i < batches; i++)
            {
                instance.put(Batch.of(Event.of("T" + thread, thread + " " + i), Event.of("T" + thread, thread + " " + i + "b")),
                    Durability.JOURNALED);
            }
        });

        final EventSet found = things().instance("one").get();
        assertEquals(LongStream.range(0, 2L * THREADS * batches).boxed().toList(), versions(found));
        for (int thread = 0; thread < THREADS; thread++)
        {
            final String type = "T" + thread;
            final List<String> expected = new ArrayList<>();
            for (int i = 0; i < batches; i++)
            {
                expected.add(thread + " " + i);
                expected.add(thread + " " + i + "b");
            }
            assertEquals(expected, found.stream().filter(e -> e.type().equals(type)).map(RecordedEvent::text).toList());
        }
    }

    @Test
    void shouldGiveManyStreamsTheirOwnVersions()
    {
        final int streams = 100;
        inThreads(thread ->
        {
            try (Publisher publisher = store.publisher())
            {
                for (int i = 0; i < 4_000; i++)
                {
                    final int stream = (i * 31 + thread) % streams;
                    publisher.publish(stream % 2 == 0 ? things().instance(stream) : things().instance("k" + stream),
                        Batch.of(Event.of("T", thread + " " + i)));
                    if (publisher.unpolled() == 1_000)
                    {
                        publisher.await(i, Durability.JOURNALED);
                        publisher.poll((ticket, status, position, version) -> { }, Integer.MAX_VALUE);
                    }
                }
            }
        });
        store.await(Durability.JOURNALED);

        final EventSet all = store.collect(Query.all());
        assertEquals(LongStream.range(0, THREADS * 4_000L).boxed().toList(),
            all.stream().map(RecordedEvent::position).toList());
        final Map<String, Long> next = new HashMap<>();
        for (final RecordedEvent event : all)
        {
            final String stream = event.key() == null ? "#" + event.id() : event.key();
            assertEquals(next.getOrDefault(stream, 0L), event.version(), stream);
            next.put(stream, event.version() + 1);
        }
        assertEquals(streams, next.size());
    }

    @Test
    void shouldLetOneOfManyWritersWinEachVersion()
    {
        final int wins = 100;
        inThreads(thread ->
        {
            final Instance instance = things().instance(1);
            int won = 0;
            while (won < wins)
            {
                final long version = instance.version();
                try
                {
                    instance.put(Batch.of(Event.of("T", thread + " " + won)).withExpectedVersion(
                        version < 0 ? ExpectedVersion.none() : ExpectedVersion.exactly(version)), Durability.JOURNALED);
                    won++;
                }
                catch (final EventLogException e)
                {
                    assertEquals(ErrorCode.WRONG_EXPECTED_VERSION, e.code());
                }
            }
        });

        assertEquals(LongStream.range(0, THREADS * wins).boxed().toList(), versions(things().instance(1).get()));
    }

    @Test
    void shouldGoOnWhenAThreadDiesWithAnOpenClaim() throws Exception
    {
        final Thread dying = new Thread(() ->
        {
            final Publisher publisher = store.publisher();
            publisher.claim(things().instance(1), 1, 100).event(store.domain("threads").type("T"), 10);
        });
        dying.start();
        dying.join();

        assertEquals(0, things().instance(1).put(Event.of("T", "x")).position());
        assertEquals(1, things().instance(1).get().count());
    }

    /** Whoever seals a batch, its writer finds the version of the stream behind the ack. */
    @Test
    void shouldShowEachWriterTheVersionOfItsOwnPut()
    {
        inThreads(thread ->
        {
            final Instance instance = things().instance(thread);
            final Event event = Event.of("T", "x".repeat(thread * 1_000));
            for (int i = 0; i < 500; i++)
            {
                instance.put(Batch.of(event), Durability.JOURNALED);
                assertEquals(i, instance.version());
            }
        });
    }

    @Test
    void shouldSyncWhatManyThreadsPutByDefault()
    {
        inThreads(thread ->
        {
            for (int i = 0; i < 20; i++)
            {
                final long position = things().instance(thread).put(Event.of("T", "x")).position();
                assertEquals(true, store.positions().at(store.defaultDurability()) > position);
            }
        });

        assertEquals(20 * THREADS, store.positions().journaled());
    }

    @Test
    void shouldPutInAnInterruptedThread()
    {
        Thread.currentThread().interrupt();
        final long position = things().instance(1).put(Event.of("T", "x".repeat(60_000))).position();

        assertEquals(true, Thread.interrupted());
        assertEquals(0, position);
        assertEquals(1, things().instance(1).get().count());
        assertEquals(1, things().instance(1).put(Event.of("T", "y")).position());
    }
}
