package io.varve.journal;

import io.varve.api.AckStatus;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventStore;
import io.varve.api.ExpectedVersion;
import io.varve.api.Instance;
import io.varve.api.Producer;
import io.varve.api.Query;
import io.varve.api.RecordedEvent;
import io.varve.api.Transaction;
import io.varve.codec.Limits;
import io.varve.ring.StageMode;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Producers that send again at random, lose their acks, are taken over, and live through kills and clean stops, beside a plain
 * model of what must come of each batch: nothing twice, no false ok, and the first answer for ever.
 */
class ProducerModelTest
{
    /** System property with the number of batches sent in each stage mode. */
    private static final String STEPS_PROP_NAME = "varve.test.steps";
    private static final int STEPS_DEFAULT = 15_000;

    private static final int PRODUCERS = 3;
    private static final int STREAMS = 5;
    private static final int MAX_UNPOLLED = 60;

    @TempDir
    Path folder;

    private Path directory;
    private int directories;
    private EventStore store;
    private StageMode mode;

    private record Answer(AckStatus status, long position, long version)
    {
    }

    /** One written batch or transaction. */
    private record Written(long position, long version, int count, String text)
    {
    }

    /** What the model knows of a producer. */
    private static final class Model
    {
        private final TreeMap<Long, Written> written = new TreeMap<>();
        private long last;
        private long session;
        private Producer open;

        /** The session before the open one, if it was not closed. */
        private Producer fenced;
        private final List<Answer> expected = new ArrayList<>();
    }

    private final Model[] producers = new Model[PRODUCERS];
    private final long[] nextVersions = new long[STREAMS];
    private long nextPosition;
    private long journaledForSure;
    private final Map<AckStatus, Integer> seen = new HashMap<>();
    private int kills;

    @ParameterizedTest
    @EnumSource(StageMode.class)
    @Timeout(600)
    void shouldAnswerAsTheModelDoes(final StageMode stageMode)
    {
        mode = stageMode;
        Seeds.run(random ->
        {
            reset();
            final int steps = Integer.getInteger(STEPS_PROP_NAME, STEPS_DEFAULT);
            for (int step = 0; step < steps; step++)
            {
                final int choice = random.nextInt(2_000);
                if (choice == 0)
                {
                    restart(random);
                }
                else if (choice < 10)
                {
                    takeOver(random.nextInt(PRODUCERS), random);
                }
                else
                {
                    send(random);
                }
            }
            for (final Model producer : producers)
            {
                assertAnswers(producer);
            }
            assertLog();
            store.close();
            assertTrue(kills > 0 || steps < 20_000, "kills=" + kills);
            for (final AckStatus status : List.of(AckStatus.ADMITTED, AckStatus.DUPLICATE, AckStatus.WRONG_EXPECTED_VERSION,
                AckStatus.SEQUENCE_GAP, AckStatus.OUTCOME_TOO_OLD, AckStatus.FENCED))
            {
                assertTrue(seen.getOrDefault(status, 0) > 0, "never seen: " + status);
            }
        });
    }

    private void reset() throws IOException
    {
        directory = folder.resolve("data" + directories++);
        open();
        Arrays.fill(nextVersions, 0);
        nextPosition = 0;
        journaledForSure = 0;
        for (int i = 0; i < PRODUCERS; i++)
        {
            producers[i] = new Model();
            open(i);
        }
    }

    private void open()
    {
        store = EmbeddedEventStore.open(
            new StoreContext().directory(directory).segmentLength(512 * 1024).stageMode(mode));
    }

    private void open(final int i)
    {
        final Model model = producers[i];
        model.open = store.publisher("producer " + i);
        model.session++;
        assertEquals(model.session, model.open.session());
        assertEquals(model.last, model.open.lastSequence());
        assertEquals(model.last + 1, model.open.nextSequence());
    }

    private Instance stream(final int number)
    {
        return store.domain("model").aggregate("stream").instance(number);
    }

    private void send(final Random random)
    {
        final int number = random.nextInt(PRODUCERS);
        final Model model = producers[number];
        final boolean isFenced = model.fenced != null && random.nextInt(20) == 0;
        final long sequence = sequence(model, random);
        final int stream = random.nextInt(STREAMS);
        final int count = random.nextInt(8) == 0 ? 1 + random.nextInt(5) : 1;
        final boolean isConflict = random.nextInt(6) == 0;
        final long next = nextVersions[stream];
        final ExpectedVersion expected = isConflict ? ExpectedVersion.exactly(next + random.nextInt(3)) :
            random.nextBoolean() ? ExpectedVersion.any() :
            next == 0 ? ExpectedVersion.none() : ExpectedVersion.exactly(next - 1);
        final String text = number + " " + sequence;
        final Producer producer = isFenced ? model.fenced : model.open;
        producer.sequence(sequence);

        final Event[] events = new Event[count];
        Arrays.fill(events, Event.of("T", text));
        final int other = (stream + 1) % STREAMS;
        final boolean isTransaction = random.nextInt(10) == 0;
        if (isTransaction)
        {
            final Transaction transaction = store.transaction()
                .require(stream(other), nextVersions[other] == 0 ? ExpectedVersion.none() : ExpectedVersion.exists())
                .append(stream(stream), expected, events)
                .append(stream(other), Event.of("T", text));
            producer.publish(transaction);
        }
        else
        {
            producer.publish(stream(stream), Batch.of(events).withExpectedVersion(expected));
        }

        if (isFenced)
        {
            assertEquals(new Answer(AckStatus.FENCED, -1, -1), poll(producer).get(0));
            return;
        }
        model.expected.add(judge(model, sequence, stream, isConflict, count, isTransaction ? other : -1, text));
        if (model.expected.size() >= MAX_UNPOLLED || random.nextInt(10) == 0)
        {
            assertAnswers(model);
        }
    }

    private static long sequence(final Model model, final Random random)
    {
        final int choice = random.nextInt(100);
        final long sequence = choice < 60 ? model.last + 1 :
            choice < 85 ? model.last - random.nextInt(40) :
            choice < 92 ? model.last - random.nextInt(Limits.PRODUCER_WINDOW + 4) :
            choice < 96 ? model.last + 2 + random.nextInt(3) :
            model.last - Limits.PRODUCER_WINDOW + random.nextInt(3);
        return Math.max(1, sequence);
    }

    private Answer judge(
        final Model model,
        final long sequence,
        final int stream,
        final boolean isConflict,
        final int count,
        final int other,
        final String text)
    {
        if (sequence > model.last + 1)
        {
            return new Answer(AckStatus.SEQUENCE_GAP, -1, -1);
        }
        if (sequence <= model.last - Limits.PRODUCER_WINDOW)
        {
            return new Answer(AckStatus.OUTCOME_TOO_OLD, -1, -1);
        }
        final Written first = model.written.get(sequence);
        if (first != null)
        {
            return new Answer(AckStatus.DUPLICATE, first.position, first.version);
        }
        model.last = Math.max(model.last, sequence);
        if (isConflict)
        {
            return new Answer(AckStatus.WRONG_EXPECTED_VERSION, -1, nextVersions[stream] - 1);
        }
        final int all = count + (other < 0 ? 0 : 1);
        final Written written = new Written(nextPosition, nextVersions[stream], all, text);
        model.written.put(sequence, written);
        nextPosition += all;
        nextVersions[stream] += count;
        if (other >= 0)
        {
            nextVersions[other]++;
        }
        return new Answer(AckStatus.ADMITTED, written.position, written.version);
    }

    private static List<Answer> poll(final Producer producer)
    {
        final List<Answer> answers = new ArrayList<>();
        while (producer.unpolled() > 0)
        {
            producer.poll((ticket, status, position, version) -> answers.add(new Answer(status, position, version)), 100);
            Thread.onSpinWait();
        }
        return answers;
    }

    private void assertAnswers(final Model model)
    {
        final List<Answer> answers = poll(model.open);
        assertEquals(model.expected, answers);
        model.expected.clear();
        answers.forEach(answer -> seen.merge(answer.status, 1, Integer::sum));
    }

    /** Somebody else opens the name; what was sent before is decided, its acks are lost. */
    private void takeOver(final int number, final Random random)
    {
        final Model model = producers[number];
        if (model.fenced != null)
        {
            model.fenced.close();
            model.fenced = null;
        }
        if (random.nextBoolean())
        {
            model.open.close();
        }
        else
        {
            assertAnswers(model);
            model.fenced = model.open;
            seen.merge(AckStatus.FENCED, 1, Integer::sum);
        }
        model.expected.clear();
        open(number);
    }

    private void restart(final Random random) throws IOException
    {
        final Path next = folder.resolve("data" + directories++);
        final boolean isKilled = random.nextInt(4) != 0;
        if (isKilled)
        {
            // What is sent behind the copy is lost with the machine, whatever was answered.
            kills++;
            store.await(Durability.JOURNALED);
            journaledForSure = nextPosition;
            TestDirectories.copy(directory, next);
            for (int lost = random.nextInt(200); lost > 0; lost--)
            {
                send(random);
            }
            store.close();
            TestDirectories.delete(directory);
            directory = next;
        }
        else
        {
            store.close();
            journaledForSure = nextPosition;
        }
        open();
        final long kept = store.positions().journaled();
        assertEquals(journaledForSure, kept);
        forgetFrom(kept);
        for (int i = 0; i < PRODUCERS; i++)
        {
            open(i);
        }
        assertLog();
    }

    /** What is not in the log was never written, and of refused batches no trace is left. */
    private void forgetFrom(final long position)
    {
        nextPosition = position;
        journaledForSure = position;
        Arrays.fill(nextVersions, 0);
        for (final RecordedEvent event : store.collect(Query.all()))
        {
            nextVersions[(int)event.id()]++;
        }
        for (final Model model : producers)
        {
            model.fenced = null;
            model.open = null;
            model.expected.clear();
            model.written.values().removeIf(written ->
            {
                assertTrue(written.position >= position || written.position + written.count <= position, "in part: " + written);
                return written.position >= position;
            });
            model.last = model.written.isEmpty() ? 0 : model.written.lastKey();
            model.session = sessionInLog(model);
        }
    }

    /** A session that wrote nothing that is kept is forgotten: the log says which one was the last. */
    private long sessionInLog(final Model model)
    {
        final int number = List.of(producers).indexOf(model);
        try (Producer probe = store.publisher("producer " + number))
        {
            assertTrue(probe.session() <= model.session + 1, probe.session() + " after " + model.session);
            return probe.session();
        }
    }

    private void assertLog()
    {
        store.await(Durability.JOURNALED);
        final List<RecordedEvent> log = store.collect(Query.all()).toList();
        assertEquals(nextPosition, log.size());
        int events = 0;
        for (final Model model : producers)
        {
            for (final Written written : model.written.values())
            {
                for (int i = 0; i < written.count; i++)
                {
                    final byte[] data = log.get((int)written.position + i).data();
                    assertEquals(written.text, new String(data, StandardCharsets.UTF_8));
                    events++;
                }
            }
        }
        assertEquals(log.size(), events); // so each event is of exactly one batch that the model has written
    }
}
