package io.varve.ring;

import io.varve.codec.Limits;
import io.varve.codec.dictionary.AggregateNames;
import io.varve.codec.dictionary.Name;
import io.varve.codec.generation.BatchDecoder;
import io.varve.codec.generation.EntryKind;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.codec.generation.GenerationLayout;
import io.varve.codec.generation.JournalIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What becomes of records: admitted, refused, sealed. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SealerTest
{
    private static final byte[] DATA = {1, 2, 3};
    private static final int FIXED = GenerationLayout.HEADER_LENGTH + GenerationLayout.IDENTITY_LENGTH;
    private static final int BATCH_OF_ONE = GenerationLayout.BATCH_LENGTH + GenerationLayout.EVENT_LENGTH;

    private TestRing ring = new TestRing(StageMode.INLINE);

    @AfterEach
    void close()
    {
        ring.close();
    }

    /** What was published, to be compared with what was sealed. */
    private record Published(
        AggregateNames aggregate, Name key, long id, long timestamp, byte[] metadata, List<Name> types, List<byte[]> data)
    {
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldSealExactlyWhatWasPublishedInItsOrder(final StageMode mode)
    {
        SeededRounds.run(12, random ->
        {
            ring.close();
            ring = new TestRing(mode);
            ring.sink.credit(random.nextBoolean());
            final List<Published> expected = new ArrayList<>();
            try (RecordPublisher publisher = ring.publisher())
            {
                for (int i = 0; i < 400; i++)
                {
                    final Published batch = randomBatch(random);
                    publishOrAbort(random, publisher, batch, expected);
                    publisher.poll((ticket, outcome, position, version) -> assertEquals(Outcome.ADMITTED, outcome), 1_000);
                }
            }
            ring.seal();
            assertSealed(expected);
        });
    }

    private Published randomBatch(final Random random)
    {
        final AggregateNames aggregate = ring.dictionary.aggregate(
            ring.dictionary.domain("d" + random.nextInt(3)), "a" + random.nextInt(20));
        final Name key = random.nextInt(3) == 0 ?
            ring.dictionary.key(aggregate, "k\u00e9y " + random.nextInt(50) + "x".repeat(random.nextInt(200))) : null;
        final byte[] metadata = new byte[random.nextInt(4) == 0 ? random.nextInt(Limits.MAX_METADATA_LENGTH + 1) : 0];
        random.nextBytes(metadata);
        final int count = switch (random.nextInt(10))
        {
            case 0 -> 1 + random.nextInt(Limits.MAX_BATCH_EVENTS);
            case 1, 2 -> 1 + random.nextInt(5);
            default -> 1;
        };
        final int bound = switch (random.nextInt(20))
        {
            case 0 -> Math.min(Limits.MAX_EVENT_LENGTH, 100_000 / count);
            case 1 -> 3_000 / count;
            default -> 100;
        };
        final List<Name> types = new ArrayList<>();
        final List<byte[]> data = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            types.add(aggregate.domain().type("Type" + random.nextInt(random.nextBoolean() ? 3 : 40)));
            final byte[] bytes = new byte[random.nextInt(bound + 1)];
            random.nextBytes(bytes);
            data.add(bytes);
        }
        final long timestamp = switch (random.nextInt(100))
        {
            case 0 -> Long.MAX_VALUE - random.nextInt(2);
            case 1 -> Long.MIN_VALUE + 1 + random.nextInt(2);
            case 2 -> random.nextLong();
            default -> 1_700_000_000_000_000_000L + random.nextInt();
        };
        return new Published(aggregate, key, key == null ? random.nextInt(5) : key.number(), timestamp, metadata, types, data);
    }

    private void publishOrAbort(
        final Random random, final RecordPublisher publisher, final Published batch, final List<Published> expected)
    {
        final int bytes = batch.data.stream().mapToInt(data -> data.length).sum();
        final boolean isAborted = random.nextInt(10) == 0;
        ring.claim(publisher, batch.aggregate, batch.key, batch.id, batch.data.size(), bytes + random.nextInt(2), batch.metadata);
        final int filled = isAborted ? random.nextInt(batch.data.size() + 1) : batch.data.size();
        for (int i = 0; i < filled; i++)
        {
            final Name type = batch.types.get(i);
            publisher.event((int)type.number(), batch.data.get(i).length, !type.isWritten()).putBytes(0, batch.data.get(i));
        }
        publisher.timestamp(batch.timestamp);
        if (isAborted)
        {
            publisher.abort();
        }
        else
        {
            publisher.commit();
            expected.add(batch);
        }
    }

    private void assertSealed(final List<Published> expected)
    {
        final List<SealedLog.SealedBatch> sealed = ring.batches();
        assertEquals(expected.size(), sealed.size());
        for (int i = 0; i < expected.size(); i++)
        {
            final Published was = expected.get(i);
            final SealedLog.SealedBatch is = sealed.get(i);
            assertEquals(was.aggregate.domain().domain() + '/' + was.aggregate.name().text(), is.aggregate());
            assertEquals(was.key == null ? null : was.key.text(), is.key());
            assertEquals(was.id, is.id());
            assertEquals(was.timestamp, is.timestamp());
            assertArrayEquals(was.metadata, is.metadata());
            assertEquals(was.types.stream().map(Name::text).toList(),
                is.events().stream().map(SealedLog.SealedEvent::type).toList());
            for (int e = 0; e < was.data.size(); e++)
            {
                assertArrayEquals(was.data.get(e), is.events().get(e).data());
            }
        }
    }

    @Test
    void shouldGoOnWhereALogStands()
    {
        ring = new TestRing(
            StageMode.INLINE, new LogStart(new JournalIdentity(5, 6, 7, 0), 100, 12_345, 0xC0FFEE, Long.MAX_VALUE - 5));
        final RecordPublisher publisher = ring.publisher();

        TestRing.assertAdmitted(publisher, ring.publish(publisher, 1, DATA), 12_345, 0);
        TestRing.assertAdmitted(publisher, ring.publish(publisher, 1, DATA), 12_346, 1);

        ring.seal();
        assertEquals(2, ring.batches().size());
        assertEquals(100, ring.sink.number(0));
    }

    @Test
    void shouldRefuseBatchesOfAnotherVersionWithoutATrace()
    {
        ring.sink.credit(false);
        final RecordPublisher publisher = ring.publisher();
        ring.publish(publisher, 1, DATA);
        final long tooHigh = ring.publish(publisher, 1, 1, TestRing.NOW, DATA);
        final long notNone = ring.publish(publisher, 1, StreamVersions.NONE, TestRing.NOW, DATA);
        final long notThere = ring.publish(publisher, 2, StreamVersions.EXISTS, TestRing.NOW, DATA);
        final long right = ring.publish(publisher, 1, 0, TestRing.NOW, DATA);
        final long again = ring.publish(publisher, 1, 0, TestRing.NOW, DATA);
        ring.seal();

        TestRing.assertRefused(publisher, tooHigh, Outcome.WRONG_EXPECTED_VERSION, 0);
        TestRing.assertRefused(publisher, notNone, Outcome.WRONG_EXPECTED_VERSION, 0);
        TestRing.assertRefused(publisher, notThere, Outcome.WRONG_EXPECTED_VERSION, -1);
        TestRing.assertAdmitted(publisher, right, 1, 1);
        TestRing.assertRefused(publisher, again, Outcome.WRONG_EXPECTED_VERSION, 1);
        assertEquals(2, ring.batches().size());
    }

    @Test
    void shouldWriteNamesOfARefusedBatchOnlyWithTheNextOneThatIsAdmitted()
    {
        final RecordPublisher publisher = ring.writeNames().publisher();
        final AggregateNames fresh = ring.aggregate("fresh");
        final Name type = ring.type("Fresh");
        ring.claim(publisher, fresh, null, 1, 1, 0, TestRing.NO_METADATA);
        publisher.event((int)type.number(), 0, true);
        publisher.expect(3);
        TestRing.assertRefused(publisher, publisher.commit(), Outcome.WRONG_EXPECTED_VERSION, -1);
        ring.publish(publisher, 1, DATA);
        ring.seal();

        assertFalse(fresh.name().isWritten());
        assertFalse(type.isWritten());
        assertEquals(2, SealedLog.entries(ring.sink, ring.start).size());

        ring.claim(publisher, fresh, null, 1, 1, 0, TestRing.NO_METADATA);
        publisher.event((int)type.number(), 0, true);
        publisher.commit();
        ring.seal();
        assertTrue(fresh.name().isWritten());
        assertTrue(type.isWritten());
        assertEquals(List.of("fresh", "Fresh"),
            SealedLog.entries(ring.sink, ring.start).stream().skip(2).map(SealedLog.Entry::text).toList());
    }

    @Test
    void shouldSealNothingWhenAllIsRefused()
    {
        final RecordPublisher publisher = ring.publisher();
        for (int i = 0; i < 50_000; i++)
        {
            final long ticket = ring.publish(publisher, 1, 1, TestRing.NOW, DATA);
            TestRing.assertRefused(publisher, ticket, Outcome.WRONG_EXPECTED_VERSION, -1);
            publisher.poll((t, outcome, position, version) -> { }, 1);
        }

        assertEquals(0, ring.sink.generationCount());
    }

    @Test
    void shouldRefuseABatchForWhichTheStreamHasNoVersionLeft()
    {
        ring.admission = new StreamVersions(2);
        final RecordPublisher publisher = ring.publisher();
        ring.publishBatch(publisher, 1, List.of(DATA, DATA), TestRing.NO_METADATA);

        final long tooMany = ring.publishBatch(publisher, 1, List.of(DATA, DATA), TestRing.NO_METADATA);
        final long last = ring.publish(publisher, 1, DATA);
        final long none = ring.publish(publisher, 1, DATA);

        TestRing.assertRefused(publisher, tooMany, Outcome.STREAM_FULL, 1);
        TestRing.assertAdmitted(publisher, last, 2, 2);
        TestRing.assertRefused(publisher, none, Outcome.STREAM_FULL, 2);
    }

    @Test
    void shouldRefuseWhileTheDiskIsFullAndGoOnWhenItIsNot()
    {
        final RecordPublisher publisher = ring.writeNames().publisher();
        ring.publish(publisher, 1, DATA);
        ring.seal();

        ring.sink.room(GenerationSink.Room.DISK_FULL);
        final long refused = ring.publish(publisher, 1, DATA);
        final long refusedToo = ring.publish(publisher, 1, 99, TestRing.NOW, DATA);
        TestRing.assertRefused(publisher, refused, Outcome.DISK_FULL, -1);
        TestRing.assertRefused(publisher, refusedToo, Outcome.DISK_FULL, -1);
        ring.sink.room(GenerationSink.Room.READY);

        TestRing.assertAdmitted(publisher, ring.publish(publisher, 1, 0, TestRing.NOW, DATA), 2, 1);
        ring.seal();
        assertEquals(3, ring.batches().size());
    }

    @Test
    void shouldRefuseWhileAdmissionHasNoRoom()
    {
        final RecordPublisher publisher = ring.publisher();
        ring.admission.full(true);
        TestRing.assertRefused(publisher, ring.publish(publisher, 1, DATA), Outcome.DISK_FULL, -1);
        ring.admission.full(false);

        TestRing.assertAdmitted(publisher, ring.publish(publisher, 1, DATA), 0, 0);
        ring.seal();
        assertEquals(1, ring.batches().size());
    }

    @Test
    void shouldRefuseWhenWritingHasEnded()
    {
        final RecordPublisher publisher = ring.publisher();
        ring.sink.room(GenerationSink.Room.ENDED);

        TestRing.assertRefused(publisher, ring.publish(publisher, 1, DATA), Outcome.WRITING_ENDED, -1);

        assertEquals(0, ring.sink.generationCount());
    }

    @ParameterizedTest
    @CsvSource({"4095,1", "4096,1", "4097,2"})
    void shouldSealBatchesTogetherUpToExactlyTheTargetLength(final int length, final int generations)
    {
        final RecordPublisher publisher = ring.writeNames().publisher();
        ring.sink.credit(false);

        ring.publish(publisher, 1, StreamVersions.ANY, 1, new byte[1_000]);
        ring.publish(publisher, 1, StreamVersions.ANY, 1, new byte[length - 1_000 - FIXED - 2 * BATCH_OF_ONE]);
        ring.seal();

        assertEquals(1 + generations, ring.sink.generationCount());
        assertEquals(3, ring.batches().size());
        if (generations == 1)
        {
            assertEquals(length, ring.sink.length(1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4_096, 4_097, 10_000, 65_535})
    void shouldGiveALargeBatchAGenerationOfItsOwnBetweenOthers(final int bytes)
    {
        final RecordPublisher publisher = ring.writeNames().publisher();
        ring.sink.credit(false);

        ring.publish(publisher, 1, DATA);
        ring.publish(publisher, 1, new byte[bytes]);
        ring.publish(publisher, 1, DATA);
        ring.publish(publisher, 1, DATA);
        ring.seal();

        assertEquals(List.of(0, 1, 2, 3, 3), ring.batches().stream().map(SealedLog.SealedBatch::generation).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 4294967295, false",
        "4294967295, 0, false",
        "0, 4294967296, true",
        "4294967296, 0, true",
        "-4294967296, 0, true",
        "-9223372036854775807, 9223372036854775807, true",
        "9223372036854775807, -9223372036854775807, true"})
    void shouldKeepTimestampsThatAreFarApart(final long first, final long second, final boolean isWide)
    {
        final RecordPublisher publisher = ring.writeNames().publisher();
        ring.sink.credit(false);

        ring.publish(publisher, 1, StreamVersions.ANY, first, DATA);
        ring.publish(publisher, 1, StreamVersions.ANY, second, DATA);
        ring.publish(publisher, 1, StreamVersions.ANY, first, DATA);
        ring.seal();

        assertEquals(2, ring.sink.generationCount());
        assertEquals(List.of(first, second, first),
            ring.batches().stream().skip(1).map(SealedLog.SealedBatch::timestamp).toList());
        SealedLog.walk(ring.sink, ring.start, new SealedLog.Visitor()
        {
            @Override
            public void onBatch(final GenerationDecoder generation, final BatchDecoder batch)
            {
                assertEquals(isWide && generation.number() == 1, SealedLog.isWide(batch));
            }

            @Override
            public void onEvent(final GenerationDecoder generation, final BatchDecoder batch)
            {
                // Only headers are of interest.
            }
        });
    }

    @Test
    void shouldSealMoreAggregatesThanOneGenerationCanName()
    {
        ring.sink.credit(false);
        final RecordPublisher publisher = ring.publisher();
        final List<String> expected = new ArrayList<>();
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < 300; i++)
            {
                final AggregateNames aggregate =
                    ring.dictionary.aggregate(ring.dictionary.domain("d" + i % 2), "a" + i);
                final Name type = aggregate.domain().type("t");
                ring.claim(publisher, aggregate, null, 1, 1, 0, TestRing.NO_METADATA);
                publisher.event((int)type.number(), 0, !type.isWritten());
                publisher.commit();
                expected.add("d" + i % 2 + "/a" + i);
            }
        }

        ring.seal();
        assertEquals(expected, ring.batches().stream().map(SealedLog.SealedBatch::aggregate).toList());
        assertEquals(302, SealedLog.entries(ring.sink, ring.start).size());
    }

    @Test
    void shouldWriteTheLongestNamesWithTheBatchThatNeedsThem()
    {
        final RecordPublisher publisher = ring.publisher();
        final AggregateNames aggregate = ring.aggregate("a".repeat(Limits.MAX_NAME_LENGTH));
        final Name key = ring.dictionary.key(aggregate, "k".repeat(Limits.MAX_KEY_LENGTH));
        ring.claim(publisher, aggregate, key, 0, Limits.MAX_BATCH_EVENTS, 0, TestRing.NO_METADATA);
        for (int i = 0; i < Limits.MAX_BATCH_EVENTS; i++)
        {
            final String text = "Type" + i + "-";
            final Name type = ring.type(text + "x".repeat(Limits.MAX_TYPE_NAME_LENGTH - text.length()));
            publisher.event((int)type.number(), 0, true);
        }
        publisher.commit();

        ring.seal();
        assertEquals(1, ring.batches().size());
        assertEquals(key.text(), ring.batches().get(0).key());
        assertEquals(2 + Limits.MAX_BATCH_EVENTS, SealedLog.entries(ring.sink, ring.start).size());
    }

    @Test
    void shouldKeepKeyedAndNumberedInstancesApart()
    {
        final RecordPublisher publisher = ring.publisher();
        final AggregateNames aggregate = ring.aggregate("a");
        final Name key = ring.dictionary.key(aggregate, "key");
        for (int i = 0; i < 2; i++)
        {
            ring.claim(publisher, aggregate, key, 0, 1, 0, TestRing.NO_METADATA);
            publisher.event((int)ring.type("t").number(), 0, true);
            publisher.commit();
            ring.publish(publisher, key.number(), DATA);
        }

        ring.seal();
        assertEquals(List.of(0L, 0L, 1L, 1L), ring.batches().stream().map(SealedLog.SealedBatch::version).toList());
        assertEquals(List.of(key.number(), key.number(), key.number(), key.number()),
            ring.batches().stream().map(SealedLog.SealedBatch::id).toList());
    }

    /** Many threads meet the same new names at once; the log must explain itself at every place, with one entry each. */
    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldWriteEachNameOnceWhenManyThreadsUseItFirst(final StageMode mode)
    {
        final int threads = 4;
        final int rounds = 3_000;
        ring.close();
        ring = new TestRing(mode);
        ring.ring();
        final List<TestThread> writers = new ArrayList<>();
        for (int t = 0; t < threads; t++)
        {
            final long seed = System.nanoTime() + t;
            writers.add(TestThread.start("writer-" + t + " seed=" + seed, () -> useNewNames(new Random(seed), rounds)));
        }
        writers.forEach(TestThread::end);

        ring.seal();
        final List<SealedLog.SealedBatch> batches = ring.batches();
        assertEquals(threads * rounds, batches.size());
        final Set<String> used = new HashSet<>();
        for (final SealedLog.SealedBatch batch : batches)
        {
            used.add(EntryKind.AGGREGATE + batch.aggregate().replaceAll(".*/", ""));
            if (batch.key() != null)
            {
                used.add(EntryKind.KEY + batch.key());
            }
            batch.events().forEach(event -> used.add(EntryKind.TYPE + event.type()));
        }
        final List<SealedLog.Entry> entries = SealedLog.entries(ring.sink, ring.start);
        assertEquals(used.size(), entries.size());
        entries.forEach(entry -> assertTrue(used.contains(entry.kind() + entry.text()), entry.toString()));
    }

    private void useNewNames(final Random random, final int rounds)
    {
        try (RecordPublisher publisher = ring.publisher())
        {
            for (int i = 0; i < rounds; i++)
            {
                final AggregateNames aggregate = ring.aggregate("a" + i / 20);
                final Name key = random.nextBoolean() ? ring.dictionary.key(aggregate, "k" + i / 20 + "-" + i / 2) : null;
                final Name type = ring.type("T" + i / 3);
                ring.claim(publisher, aggregate, key, 1, 1, 1, TestRing.NO_METADATA);
                publisher.event((int)type.number(), 1, !type.isWritten()).putByte(0, (byte)1);
                if (random.nextInt(10) == 0)
                {
                    publisher.expect(1L << 40);
                    TestRing.await(publisher, publisher.commit());
                    i--;
                }
                else
                {
                    publisher.commit();
                }
                Await.until("room in the window", () ->
                    publisher.poll((ticket, outcome, position, version) -> { }, 100) >= 0 && publisher.unpolled() < 1_000);
            }
        }
    }
}
