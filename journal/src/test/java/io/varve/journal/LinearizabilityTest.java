package io.varve.journal;

import io.varve.api.Durability;
import io.varve.api.EventStore;
import io.varve.api.EventType;
import io.varve.api.ExpectedVersion;
import io.varve.api.Instance;
import io.varve.api.Publisher;
import io.varve.journal.linearizability.LinearizabilityChecker;
import io.varve.journal.linearizability.Operation;
import io.varve.journal.linearizability.Operation.Kind;
import io.varve.ring.StageMode;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Writers that race for the versions of the same streams, and readers between them, saw what one order explains. */
@Timeout(240)
class LinearizabilityTest
{
    private static final int THREADS = 8;
    private static final int STREAMS = 1_250;
    private static final int RACES_A_STREAM = 10;

    @TempDir
    Path folder;

    /** What the races are run on. */
    private interface Log
    {
        /** One operation of a thread on a stream, timed. */
        Operation run(int stream, Random random, long[] lastSeen);
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldBeExplainedByOneOrder(final StageMode mode) throws Exception
    {
        try (EventStore store = EmbeddedEventStore.open(
            new StoreContext().directory(folder.resolve("data")).segmentLength(8 * 1024 * 1024).stageMode(mode)))
        {
            final List<List<Operation>> histories = race(() -> new StoreLog(store));
            int appended = 0;
            int refused = 0;
            for (int stream = 0; stream < STREAMS; stream++)
            {
                final List<Operation> history = histories.get(stream);
                assertTrue(LinearizabilityChecker.isLinearizable(history), "stream=" + stream + ", history=" + history);
                appended += (int)history.stream().filter(operation -> operation.kind() == Kind.APPENDED).count();
                refused += (int)history.stream().filter(operation -> operation.kind() == Kind.REFUSED).count();
            }
            assertEquals(THREADS * STREAMS * RACES_A_STREAM, histories.stream().mapToInt(List::size).sum());
            assertTrue(refused > 1_000 && appended > 1_000, "appended=" + appended + ", refused=" + refused);
        }
    }

    @Test
    void shouldFindALogThatChecksAndWritesInTwoSteps() throws Exception
    {
        final long[] counts = new long[STREAMS];
        final List<List<Operation>> histories = race(() -> new BrokenLog(counts));
        final long found =
            histories.stream().filter(history -> !LinearizabilityChecker.isLinearizable(history)).count();
        assertTrue(found > 0, "a broken log was not found");
    }

    private static List<List<Operation>> race(final Callable<Log> logs) throws Exception
    {
        final List<List<Operation>> histories = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++)
        {
            histories.add(new ArrayList<>());
        }
        final CyclicBarrier start = new CyclicBarrier(THREADS);
        final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        final List<Future<List<List<Operation>>>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++)
        {
            final int seed = i;
            running.add(threads.submit(() -> runThread(logs.call(), new Random(seed), start)));
        }
        for (final Future<List<List<Operation>>> thread : running)
        {
            final List<List<Operation>> ofThread = thread.get();
            for (int stream = 0; stream < STREAMS; stream++)
            {
                histories.get(stream).addAll(ofThread.get(stream));
            }
        }
        threads.shutdown();
        return histories;
    }

    private static List<List<Operation>> runThread(final Log log, final Random random, final CyclicBarrier start)
        throws Exception
    {
        final long[] lastSeen = new long[STREAMS];
        final List<List<Operation>> operations = new ArrayList<>();
        for (int stream = 0; stream < STREAMS; stream++)
        {
            operations.add(new ArrayList<>(RACES_A_STREAM));
        }
        for (int stream = 0; stream < STREAMS; stream++)
        {
            if (stream % 25 == 0)
            {
                start.await(); // so that they meet again, however the machine has scheduled them
            }
            for (int i = 0; i < RACES_A_STREAM; i++)
            {
                final Operation operation = log.run(stream, random, lastSeen);
                lastSeen[stream] = operation.answer() + (operation.kind() == Kind.APPENDED ? operation.count() : 0);
                operations.get(stream).add(operation);
            }
        }
        return operations;
    }

    private static ExpectedVersion expected(final Random random, final long seen)
    {
        return switch (random.nextInt(10))
        {
            case 0 -> ExpectedVersion.any();
            case 1 -> ExpectedVersion.none();
            case 2 -> ExpectedVersion.exists();
            case 3 -> ExpectedVersion.exactly(seen);
            default -> seen == 0 ? ExpectedVersion.none() : ExpectedVersion.exactly(seen - 1);
        };
    }

    /** The store, through a publisher of the thread's own. */
    private static final class StoreLog implements Log
    {
        private final EventStore store;
        private final Publisher publisher;
        private final EventType type;
        private final UnsafeBuffer data = new UnsafeBuffer(new byte[16]);
        private boolean isAppended;
        private long version;

        StoreLog(final EventStore store)
        {
            this.store = store;
            publisher = store.publisher();
            type = store.domain("races").type("T");
        }

        @Override
        public Operation run(final int stream, final Random random, final long[] lastSeen)
        {
            final Instance instance = store.domain("races").aggregate("stream").instance(stream);
            if (random.nextInt(64) == 0)
            {
                return read(instance);
            }
            final ExpectedVersion expected = expected(random, lastSeen[stream]);
            final long callNs = System.nanoTime();
            publisher.publish(instance, expected, type, data, 0, data.capacity());
            while (publisher.unpolled() > 0)
            {
                Thread.yield();
                publisher.poll((ticket, status, position, ofStream) ->
                {
                    isAppended = status.isWritten();
                    version = ofStream;
                }, 1);
            }
            final long returnNs = System.nanoTime();
            return new Operation(isAppended ? Kind.APPENDED : Kind.REFUSED, expected.code(), 1,
                isAppended ? version : version + 1, callNs, returnNs);
        }

        /** Readers see what is journaled: what this thread has appended is, once it waits for it. */
        private Operation read(final Instance instance)
        {
            final long callNs = System.nanoTime();
            store.await(Durability.JOURNALED);
            final long count = instance.version() + 1;
            return new Operation(Kind.READ, ExpectedVersion.ANY_CODE, 0, count, callNs, System.nanoTime());
        }
    }

    /** Looks at the version, and writes a moment later. */
    private static final class BrokenLog implements Log
    {
        private final long[] counts;

        BrokenLog(final long[] counts)
        {
            this.counts = counts;
        }

        @Override
        public Operation run(final int stream, final Random random, final long[] lastSeen)
        {
            final ExpectedVersion expected = expected(random, lastSeen[stream]);
            final long callNs = System.nanoTime();
            final long found;
            synchronized (counts)
            {
                found = counts[stream];
            }
            final Operation refused = new Operation(Kind.REFUSED, expected.code(), 1, found, callNs, System.nanoTime());
            if (LinearizabilityChecker.isLinearizable(List.of(
                new Operation(Kind.APPENDED, ExpectedVersion.ANY_CODE, (int)found, 0, 0, 1),
                new Operation(Kind.REFUSED, expected.code(), 1, found, 2, 3))))
            {
                return refused;
            }
            Thread.yield();
            synchronized (counts)
            {
                counts[stream] = found + 1;
            }
            return new Operation(Kind.APPENDED, expected.code(), 1, found, callNs, System.nanoTime());
        }
    }
}
