package io.varve.journal;

import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventStore;
import io.varve.api.Instance;
import io.varve.codec.ErrorCode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class MemoryEventStoreTest
{
    private static EventStore connect()
    {
        return EventStore.connect("mem://");
    }

    @Nested
    class Streams extends EventStoreContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }

        @Test
        void shouldRefuseToSync()
        {
            final Instance instance = store.domain("d").aggregate("a").instance(1);

            assertEquals(Durability.JOURNALED, store.defaultDurability());
            assertEquals(Durability.JOURNALED, instance.put(Event.of("t", "x")).reached());
            assertFails(ErrorCode.DURABILITY_UNAVAILABLE,
                () -> instance.put(Batch.of(Event.of("t", "x")), Durability.SYNCED));
            assertFails(ErrorCode.DURABILITY_UNAVAILABLE, () -> store.await(Durability.SYNCED));
            assertEquals(1, instance.get().count());
        }

        @Test
        void shouldStartEmptyEachTime()
        {
            store.domain("d").aggregate("a").instance(1).put(Event.of("t", "x"));

            try (EventStore other = connect())
            {
                assertEquals(0, other.get("d", "a", 1).count());
            }
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
    class ABank extends BankContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }
}
