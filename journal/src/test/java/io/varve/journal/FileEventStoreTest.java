package io.varve.journal;

import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventStore;
import io.varve.api.Instance;
import io.varve.ring.StageMode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class FileEventStoreTest
{
    @TempDir
    Path folder;

    private EventStore connect()
    {
        return EmbeddedEventStore.open(new StoreContext().directory(folder.resolve("data")).segmentLength(512 * 1024));
    }

    private EventStore connectThreaded()
    {
        return EmbeddedEventStore.open(
            new StoreContext().directory(folder.resolve("data")).segmentLength(512 * 1024).stageMode(StageMode.SEALER_THREAD));
    }

    @Test
    void shouldSyncAtOnceForWhoWaitsHoweverLongTheIntervalIs()
    {
        try (EventStore store = EmbeddedEventStore.open(
            new StoreContext().directory(folder.resolve("data")).syncIntervalNs(TimeUnit.DAYS.toNanos(1))))
        {
            final Instance instance = store.domain("d").aggregate("a").instance(1);

            instance.put(Batch.of(Event.of("t", "x")), Durability.JOURNALED);
            assertEquals(0, store.positions().synced());
            instance.put(Batch.of(Event.of("t", "x")), Durability.SYNCED);
            assertEquals(2, store.positions().synced());
        }
    }

    @Test
    @Timeout(30)
    void shouldSyncWhatNobodyWaitsForWithinTheInterval()
    {
        try (EventStore store = EmbeddedEventStore.open(
            new StoreContext().directory(folder.resolve("data")).syncIntervalNs(TimeUnit.MILLISECONDS.toNanos(1))))
        {
            store.domain("d").aggregate("a").instance(1).put(Batch.of(Event.of("t", "x")), Durability.JOURNALED);

            while (store.positions().synced() == 0)
            {
                Thread.onSpinWait();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void shouldRefuseASyncIntervalThatIsNone(final long ns)
    {
        assertThrows(IllegalArgumentException.class, () -> new StoreContext().syncIntervalNs(ns));
    }

    @Nested
    class Streams extends EventStoreContract
    {
        @Override
        protected EventStore open()
        {
            return EventStore.connect("fs://" + folder.resolve("data"));
        }

        @Test
        void shouldSyncByDefault()
        {
            final Instance instance = store.domain("d").aggregate("a").instance(1);

            assertEquals(Durability.SYNCED, store.defaultDurability());
            assertEquals(Durability.SYNCED, instance.put(Event.of("t", "x")).reached());
            assertEquals(1, store.positions().synced());
            instance.put(Batch.of(Event.of("t", "x")), Durability.JOURNALED);
            store.await(Durability.SYNCED);
            assertEquals(2, store.positions().synced());
        }
    }

    @Nested
    class Bounds extends LimitsContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }

    @Nested
    class Queries extends QueryContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }

    @Nested
    class Tails extends TailContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }

    @Nested
    class OpenClaims extends OpenClaimContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }

    @Nested
    class Publishers extends PublisherContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }

    @Nested
    class Threads extends ThreadsContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }

    @Nested
    class Deciders extends DeciderContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }

    @Nested
    class APerson extends PersonContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }

    @Nested
    class AnAccount extends AccountContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }

    @Nested
    class Producers extends ProducerContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }

    @Nested
    class Transactions extends TransactionContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }

    @Nested
    class ProducersBesideASealerThread extends ProducerContract
    {
        @Override
        protected EventStore open()
        {
            return connectThreaded();
        }
    }

    @Nested
    class TransactionsBesideASealerThread extends TransactionContract
    {
        @Override
        protected EventStore open()
        {
            return connectThreaded();
        }
    }

    @Nested
    class ABank extends BankContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }
}
