package io.varve.ring;

import io.varve.codec.dictionary.Name;
import io.varve.codec.generation.BatchDecoder;
import io.varve.codec.generation.GenerationDecoder;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Many threads at once: nothing lost, nothing twice, nothing out of order. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManyProducersTest
{
    private static final int SHARED_STREAMS = 4;
    private static final int OWN_STREAMS = 8;
    private static final int MARK_LENGTH = 2 * Long.BYTES;
    private static final long BOUND_NS = TimeUnit.SECONDS.toNanos(100);

    private TestRing ring;

    /** One producer: what it published, and what it was told of it. */
    private final class Producer
    {
        private final int number;
        private final Random random;
        private final RecordPublisher publisher = ring.publisher();
        private final LongArrayList positions = new LongArrayList();
        private final LongArrayList versions = new LongArrayList();
        private final LongArrayList counts = new LongArrayList();
        private final byte[] metadata = new byte[100];
        private final UnsafeBuffer copied = new UnsafeBuffer(new byte[4_096]);
        private long eventCount;

        Producer(final int number, final long seed)
        {
            this.number = number;
            random = new Random(seed);
        }

        void publishAll(final long events)
        {
            publishUpTo(events);
            publisher.close();
            poll();
            assertEquals(0, publisher.unpolled());
        }

        void publishUpTo(final long events)
        {
            while (eventCount < events)
            {
                if (random.nextInt(3) > 0)
                {
                    publishOne();
                }
                else
                {
                    publishBatch();
                }
                poll();
            }
        }

        private int randomLength()
        {
            final int draw = random.nextInt(1_000);
            return MARK_LENGTH + (draw == 0 ? random.nextInt(20_000) : draw < 20 ? random.nextInt(2_000) : random.nextInt(40));
        }

        private long randomStream()
        {
            return random.nextInt(4) == 0 ? random.nextInt(SHARED_STREAMS) : 100L * (number + 1) + random.nextInt(OWN_STREAMS);
        }

        private void mark(final UnsafeBuffer buffer, final int length)
        {
            buffer.putLong(0, (long)number << 48 | eventCount);
            buffer.setMemory(Long.BYTES, length - Long.BYTES, (byte)(eventCount * 31 + number));
            eventCount++;
        }

        private void publishOne()
        {
            final int length = Math.min(randomLength(), copied.capacity());
            mark(copied, length);
            final Name type = ring.type("t");
            final int ordinal = ring.aggregate("a").ordinal();
            final long stream = randomStream();
            while (publisher.tryPublish(
                ordinal, stream, 0, StreamVersions.ANY, TestRing.NOW, (int)type.number(), copied, 0, length) < 0)
            {
                makeRoom();
            }
            counts.addLong(1);
        }

        private void publishBatch()
        {
            final int count = 1 + random.nextInt(random.nextInt(20) == 0 ? 256 : 8);
            final int[] lengths = new int[count];
            int bytes = 0;
            for (int i = 0; i < count; i++)
            {
                lengths[i] = count > 8 ? MARK_LENGTH : randomLength();
                bytes += lengths[i];
            }
            final int bound = bytes > 100_000 ? MARK_LENGTH : Integer.MAX_VALUE;
            final byte[] batchMetadata = random.nextInt(4) == 0 ? metadata : TestRing.NO_METADATA;
            final long stream = randomStream();
            while (publisher.tryClaim(
                ring.aggregate("a").ordinal(), stream, 0, count, Math.min(bytes, 100_000), batchMetadata) < 0)
            {
                makeRoom();
            }
            final boolean isAborted = random.nextInt(10) == 0;
            final long firstEvent = eventCount;
            final int filled = isAborted ? random.nextInt(count + 1) : count;
            for (int i = 0; i < filled; i++)
            {
                final int length = Math.min(lengths[i], bound);
                mark(publisher.event((int)ring.type("t").number(), length, false), length);
            }
            if (isAborted)
            {
                publisher.abort();
                eventCount = firstEvent;
            }
            else
            {
                publisher.commit();
                counts.addLong(count);
            }
        }

        private void makeRoom()
        {
            poll();
            if (!ring.ring().assist())
            {
                Thread.yield();
            }
        }

        private void poll()
        {
            publisher.poll((ticket, outcome, position, version) ->
            {
                assertEquals(Outcome.ADMITTED, outcome);
                assertEquals(positions.size(), ticket);
                positions.addLong(position);
                versions.addLong(version);
            }, Integer.MAX_VALUE);
        }
    }

    /** Walks the log and compares it with what each producer knows. */
    private final class Check implements SealedLog.Visitor
    {
        private final List<Producer> producers;
        private final int[] nextTicket;
        private final long[] nextEvent;

        Check(final List<Producer> producers)
        {
            this.producers = producers;
            nextTicket = new int[producers.size()];
            nextEvent = new long[producers.size()];
        }

        @Override
        public void onBatch(final GenerationDecoder generation, final BatchDecoder batch)
        {
            // The first event says whose it is.
        }

        @Override
        public void onEvent(final GenerationDecoder generation, final BatchDecoder batch)
        {
            if (batch.id() == Long.MAX_VALUE)
            {
                return; // what wrote the names
            }
            final int at = batch.eventDataOffset();
            final long mark = generation.buffer().getLong(at);
            final int number = (int)(mark >>> 48);
            final long event = mark & (1L << 48) - 1;
            assertEquals(nextEvent[number]++, event, () -> "event of producer " + number);
            final byte filler = (byte)(event * 31 + number);
            for (int i = Long.BYTES; i < batch.eventLength(); i += 7)
            {
                assertEquals(filler, generation.buffer().getByte(at + i));
            }
            if (batch.eventIndex() == 0)
            {
                final Producer producer = producers.get(number);
                final int ticket = nextTicket[number]++;
                assertEquals(producer.positions.getLong(ticket), batch.firstPosition());
                assertEquals(producer.versions.getLong(ticket), batch.firstVersion());
                assertEquals(producer.counts.getLong(ticket), batch.count());
            }
        }

        void assertComplete()
        {
            for (final Producer producer : producers)
            {
                assertEquals(producer.eventCount, nextEvent[producer.number]);
                assertEquals(producer.counts.size(), nextTicket[producer.number]);
                assertEquals(producer.counts.size(), producer.positions.size());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INLINE, 4, 1000000, true",
        "INLINE, 8, 1000000, false",
        "SEALER_THREAD, 4, 1000000, true",
        "SEALER_THREAD, 8, 1000000, false"})
    void shouldLoseNothingOfManyProducers(
        final StageMode mode, final int producerCount, final int events, final boolean hasCredit)
    {
        ring = new TestRing(mode).writeNames();
        ring.sink.credit(hasCredit);
        final long seed = Long.getLong("varve.test.seed", System.nanoTime());
        final List<Producer> producers = new ArrayList<>();
        for (int i = 0; i < producerCount; i++)
        {
            producers.add(new Producer(i, seed + i));
        }

        final List<TestThread> threads = new ArrayList<>();
        for (final Producer producer : producers)
        {
            threads.add(TestThread.start(
                "producer-" + producer.number + " seed=" + seed, () -> producer.publishAll(events / producerCount)));
        }
        threads.forEach(thread -> thread.end(BOUND_NS));
        ring.close();

        assertLog(producers, seed);
    }

    private void assertLog(final List<Producer> producers, final long seed)
    {
        try
        {
            final Check check = new Check(producers);
            SealedLog.walk(ring.sink, ring.start, check);
            check.assertComplete();
        }
        catch (final AssertionError e)
        {
            throw new AssertionError("seed=" + seed + " (again: -Dvarve.test.seed=" + seed + "): " + e, e);
        }
    }

    /** Each interrupt is answered before the next one is sent, so none may be swallowed on the way. */
    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldLoseNothingOfProducersThatAreInterruptedAndNoInterrupt(final StageMode mode)
    {
        ring = new TestRing(mode).writeNames();
        final long seed = Long.getLong("varve.test.seed", System.nanoTime());
        final List<Producer> producers = List.of(new Producer(0, seed), new Producer(1, seed + 1), new Producer(2, seed + 2));
        final AtomicLong[] seen = {new AtomicLong(), new AtomicLong(), new AtomicLong()};
        final AtomicInteger running = new AtomicInteger(producers.size());
        final List<TestThread> threads = new ArrayList<>();
        for (final Producer producer : producers)
        {
            threads.add(TestThread.start("producer-" + producer.number + " seed=" + seed, () ->
            {
                for (int events = 20; events <= 40_000; events += 20)
                {
                    producer.publishUpTo(events);
                    if (Thread.interrupted())
                    {
                        seen[producer.number].incrementAndGet();
                    }
                }
                running.decrementAndGet();
            }));
        }
        final long[] sent = new long[producers.size()];
        final Random random = new Random(seed);
        while (running.get() == producers.size())
        {
            final int victim = random.nextInt(producers.size());
            if (seen[victim].get() == sent[victim])
            {
                sent[victim]++;
                threads.get(victim).thread().interrupt();
            }
            final long untilNs = System.nanoTime() + random.nextInt(20_000);
            while (System.nanoTime() - untilNs < 0)
            {
                Thread.onSpinWait();
            }
        }
        threads.forEach(TestThread::end);
        producers.forEach(producer -> producer.publisher.close());
        producers.forEach(Producer::poll);
        ring.close();

        for (int i = 0; i < sent.length; i++)
        {
            assertTrue(seen[i].get() > 0 && sent[i] - seen[i].get() <= 1,
                "sent=" + sent[i] + ", seen=" + seen[i] + ", seed=" + seed);
        }
        assertFalse(Thread.currentThread().isInterrupted());
        assertLog(producers, seed);
    }
}
