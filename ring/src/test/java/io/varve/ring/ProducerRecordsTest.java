package io.varve.ring;

import io.varve.codec.Limits;
import io.varve.codec.dictionary.AggregateNames;
import io.varve.codec.dictionary.Name;
import io.varve.codec.generation.BatchDecoder;
import io.varve.codec.generation.BatchFlags;
import io.varve.codec.generation.EntryKind;
import io.varve.codec.generation.GenerationDecoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Named producers and transactions at the ring: what stands in the log of them, and who is asked. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProducerRecordsTest
{
    private static final byte[] DATA = {1, 2, 3};
    private static final long U32_MAX = 0xFFFF_FFFFL;

    private TestRing ring = new TestRing(StageMode.INLINE);

    @AfterEach
    void close()
    {
        ring.close();
    }

    /** A batch of the log with what its producer put there. */
    private record Batch(long id, long producer, long session, long sequence, long timestamp, boolean hasMore, int generation)
    {
    }

    /** A session that lets everything new pass. */
    private static final class Session implements ProducerSession
    {
        private final Map<Long, long[]> answers = new HashMap<>();
        private final Name producer;
        private final long session;
        private int refused;

        Session(final Name producer, final long session)
        {
            this.producer = producer;
            this.session = session;
        }

        @Override
        public Name producer()
        {
            return producer;
        }

        @Override
        public long session()
        {
            return session;
        }

        @Override
        public int judge(final long sequence)
        {
            return answers.containsKey(sequence) ? Outcome.DUPLICATE : Outcome.ADMITTED;
        }

        @Override
        public long position(final long sequence)
        {
            return answers.get(sequence)[0];
        }

        @Override
        public long version(final long sequence)
        {
            return answers.get(sequence)[1];
        }

        @Override
        public void refused(final long sequence)
        {
            refused++;
        }

        @Override
        public void written(final long sequence, final long position, final long version)
        {
            answers.put(sequence, new long[] {position, version});
        }
    }

    private Session session(final String name, final long number)
    {
        return new Session(ring.dictionary.producer(name), number);
    }

    private RecordPublisher publisher(final Session session)
    {
        return ring.ring().publisher(64, session);
    }

    private List<Batch> batches()
    {
        final List<Batch> batches = new ArrayList<>();
        SealedLog.walk(ring.sink, ring.start, new SealedLog.Visitor()
        {
            @Override
            public void onBatch(final GenerationDecoder generation, final BatchDecoder batch)
            {
                final int index = batch.producerIndex() - 1;
                batches.add(new Batch(
                    batch.id(),
                    index < 0 ? 0 : generation.producerNumber(index),
                    index < 0 ? 0 : Integer.toUnsignedLong(generation.producerSession(index)),
                    batch.sequence(),
                    batch.timestamp(),
                    (batch.flags() & BatchFlags.MORE) != 0,
                    (int)generation.number()));
            }

            @Override
            public void onEvent(final GenerationDecoder generation, final BatchDecoder batch)
            {
                // Its checksum is looked at by the walk.
            }
        });
        return batches;
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldWriteSequencesOfEveryWidthBesideTimesOfEveryWidth(final StageMode mode)
    {
        ring.close();
        ring = new TestRing(mode);
        ring.sink.credit(false);
        final Session session = session("p", U32_MAX);
        final long[] sequences = {1, U32_MAX, U32_MAX + 1, Long.MAX_VALUE - 1, 2};
        final long[] times = {500, 100, 5_000_000_000L, -7, Long.MAX_VALUE};
        final List<Batch> expected = new ArrayList<>();
        try (RecordPublisher producer = publisher(session); RecordPublisher nameless = ring.publisher())
        {
            for (int i = 0; i < sequences.length; i++)
            {
                producer.sequence(sequences[i]);
                ring.publish(producer, i, StreamVersions.ANY, times[i], DATA);
                ring.publish(nameless, 100 + i, StreamVersions.ANY, times[i], DATA);
                expected.add(new Batch(i, 1, U32_MAX, sequences[i], times[i], false, 0));
                expected.add(new Batch(100 + i, 0, 0, 0, times[i], false, 0));
            }
            ring.seal();
        }
        assertEquals(expected, batches().stream()
            .map(batch -> new Batch(batch.id, batch.producer, batch.session, batch.sequence, batch.timestamp, false, 0)).toList());
        assertEquals(List.of("p"), SealedLog.entries(ring.sink, ring.start).stream()
            .filter(entry -> entry.kind() == EntryKind.PRODUCER).map(SealedLog.Entry::text).toList());
    }

    @Test
    void shouldAnswerDuplicatesWithoutATrace()
    {
        final Session session = session("p", 1);
        try (RecordPublisher producer = publisher(session))
        {
            TestRing.assertAdmitted(producer, ring.publish(producer, 1, DATA), 0, 0);
            producer.sequence(1);
            final long again = ring.publish(producer, 1, DATA);
            TestRing.await(producer, again);
            assertEquals(Outcome.DUPLICATE, producer.outcome(again));
            assertEquals(0, producer.position(again));
            final long refused = ring.publish(producer, 1, 7, TestRing.NOW, DATA);
            TestRing.assertRefused(producer, refused, Outcome.WRONG_EXPECTED_VERSION, 0);
            assertEquals(1, session.refused);
            ring.seal();
        }
        assertEquals(1, batches().size());
    }

    @Test
    void shouldNotCountWhatTheDiskHadNoRoomFor()
    {
        final Session session = session("p", 1);
        try (RecordPublisher producer = publisher(session))
        {
            ring.ring();
            ring.sink.room(GenerationSink.Room.DISK_FULL);
            TestRing.assertRefused(producer, ring.publish(producer, 1, DATA), Outcome.DISK_FULL, -1);
            assertEquals(0, session.refused);
            assertTrue(session.answers.isEmpty());
            ring.sink.room(GenerationSink.Room.READY);
        }
    }

    @Test
    void shouldStartAnotherGenerationWhenThereIsNoPlaceForAnotherProducer()
    {
        ring.writeNames().sink.credit(false);
        final int before = batches().size();
        final List<RecordPublisher> publishers = new ArrayList<>();
        for (int i = 0; i < 2 * Limits.MAX_GENERATION_PRODUCERS; i++)
        {
            final RecordPublisher producer = publisher(session("p" + i % 2, 1 + i));
            publishers.add(producer);
            ring.publish(producer, 1, new byte[0]);
        }
        ring.seal();
        publishers.forEach(RecordPublisher::close);
        final List<Batch> written = batches();
        assertEquals(2 * Limits.MAX_GENERATION_PRODUCERS, written.size() - before);
        for (int i = before; i < written.size(); i++)
        {
            assertEquals(1 + i - before, written.get(i).session);
        }
    }

    @Test
    void shouldKeepATransactionTogetherAndMarkAllButItsLastBatch()
    {
        ring.writeNames().sink.credit(false);
        final AggregateNames aggregate = ring.aggregate("a");
        final int type = (int)ring.type("t").number();
        final int data = 300;
        try (RecordPublisher producer = publisher(session("p", 3)))
        {
            for (int i = 0; i < 40; i++)
            {
                final TransactionClaim claim = producer.transaction();
                assertEquals(0, claim.tryClaim(
                    4, 3 * TransactionClaim.batchLength(1, data, 0) + TransactionClaim.CONDITION_LENGTH));
                for (int part = 0; part < 3; part++)
                {
                    claim.batch(aggregate.ordinal(), part, 0, StreamVersions.ANY, TestRing.NOW, 1, data,
                        TestRing.NO_METADATA, part == 2);
                    claim.event(type, data).setMemory(0, data, (byte)i);
                }
                claim.condition(aggregate.ordinal(), 0, 0, StreamVersions.EXISTS);
                TestRing.assertAdmitted(producer, claim.commit(), 1 + 3 * i, i);
                producer.poll((ticket, outcome, position, version) -> { }, 10);
            }
            ring.seal();
        }
        final List<Batch> written = batches();
        assertEquals(1 + 3 * 40, written.size());
        for (int i = 1; i < written.size(); i++)
        {
            final Batch batch = written.get(i);
            final int first = i - (i - 1) % 3;
            assertEquals(new Batch((i - 1) % 3, 1, 3, 1 + (i - 1) / 3, written.get(first).timestamp, (i - 1) % 3 < 2,
                written.get(first).generation), batch);
        }
        assertTrue(written.stream().map(Batch::generation).distinct().count() > 5);
    }
}
