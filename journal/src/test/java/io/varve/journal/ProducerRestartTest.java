package io.varve.journal;

import io.varve.api.AckStatus;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventStore;
import io.varve.api.EventType;
import io.varve.api.ExpectedVersion;
import io.varve.api.Instance;
import io.varve.api.Producer;
import io.varve.api.Query;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.Limits;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What producers wrote is known after a restart: from the tail, from snapshots, or from the whole log. */
class ProducerRestartTest
{
    private static final int EVENT_LENGTH = 200;

    @TempDir
    Path folder;

    private record Answer(AckStatus status, long position, long version)
    {
    }

    private Path directory()
    {
        return folder.resolve("data");
    }

    private EventStore open(final Path directory)
    {
        return EmbeddedEventStore.open(new StoreContext().directory(directory).segmentLength(512 * 1024));
    }

    private static Instance thing(final EventStore store, final long id)
    {
        return store.domain("restart").aggregate("thing").instance(id);
    }

    private static Answer answer(final Producer producer, final long ticket)
    {
        final List<Answer> answers = new ArrayList<>();
        while (producer.unpolled() > 0)
        {
            producer.poll((polled, status, position, version) -> answers.add(new Answer(status, position, version)), 2_000);
        }
        assertTrue(ticket >= 0);
        return answers.get(answers.size() - 1);
    }

    private static Answer send(final EventStore store, final Producer producer, final long sequence, final Batch batch)
    {
        producer.sequence(sequence);
        return answer(producer, producer.publish(thing(store, 1), batch));
    }

    private static IngressPublisher ingress(final EmbeddedEventStore store, final long held)
    {
        final IngressOpening opening = store.ingress("p", held, 10);
        IngressPublisher opened = opening.look();
        while (opened == null)
        {
            Thread.onSpinWait();
            opened = opening.look();
        }
        return opened;
    }

    @Test
    void shouldGoOnWithASessionUntilAnotherBeginsAnew()
    {
        try (EmbeddedEventStore store = (EmbeddedEventStore)open(directory()))
        {
            final long first;
            try (IngressPublisher held = ingress(store, 0))
            {
                first = held.session();
            }
            ingress(store, first).close(); // whose answer was lost on its way
            try (IngressPublisher again = ingress(store, first))
            {
                assertEquals(first + 2, again.session());
            }
            try (Producer other = store.publisher("p"))
            {
                assertEquals(ErrorCode.FENCED,
                    assertThrows(EventLogException.class, () -> ingress(store, first + 2)).code());
                assertEquals(AckStatus.ADMITTED, send(store, other, 1, Batch.of(Event.of("T", "x"))).status());
            }
        }
        try (EmbeddedEventStore store = (EmbeddedEventStore)open(directory()))
        {
            assertEquals(ErrorCode.FENCED, assertThrows(EventLogException.class, () -> ingress(store, 3)).code());
            try (IngressPublisher holder = ingress(store, 4))
            {
                assertEquals(5, holder.session());
                assertEquals(1, holder.lastSequence());
            }
        }
    }

    @Test
    void shouldJudgeAConflictAnewAndAnswerWhatWasWrittenAfterAKill() throws IOException
    {
        final Batch seventh = Batch.of(Event.of("T", "7")).withExpectedVersion(ExpectedVersion.exactly(100));
        final Batch eighth = Batch.of(Event.of("T", "8")).withExpectedVersion(ExpectedVersion.exactly(5));
        try (EventStore store = open(directory()); Producer producer = store.publisher("p"))
        {
            for (int i = 1; i <= 6; i++)
            {
                producer.publish(thing(store, 1), Batch.of(Event.of("T", "" + i)));
            }
            producer.publish(thing(store, 1), seventh);
            producer.publish(thing(store, 1), eighth);
            store.await(Durability.JOURNALED); // the acks are never looked at
            TestDirectories.copy(directory(), folder.resolve("killed"));
        }
        for (final Path directory : List.of(folder.resolve("killed"), directory()))
        {
            try (EventStore store = open(directory); Producer producer = store.publisher("p"))
            {
                assertEquals(2, producer.session());
                assertEquals(8, producer.lastSequence());
                assertEquals(new Answer(AckStatus.WRONG_EXPECTED_VERSION, -1, 6), send(store, producer, 7, seventh));
                assertEquals(new Answer(AckStatus.DUPLICATE, 6, 6), send(store, producer, 8, eighth));
                assertEquals(new Answer(AckStatus.ADMITTED, 7, 7),
                    send(store, producer, 7, seventh.withExpectedVersion(ExpectedVersion.exactly(6))));
                assertEquals(new Answer(AckStatus.DUPLICATE, 7, 7), send(store, producer, 7, seventh));
                assertEquals(8, store.collect(Query.all()).count());
            }
        }
    }

    @Test
    void shouldForgetSessionsThatWroteNothing()
    {
        for (int i = 0; i < 3; i++)
        {
            try (EventStore store = open(directory()); Producer producer = store.publisher("p"))
            {
                assertEquals(1, producer.session());
                assertEquals(0, producer.lastSequence());
            }
        }
    }

    @Test
    void shouldRememberTheWindowOverSegmentsHoweverItIsKept() throws IOException
    {
        final int last = 12_000;
        try (EventStore store = open(directory());
            Producer busy = store.publisher("busy");
            Producer early = store.publisher("early"))
        {
            final EventType type = store.domain("restart").type("T");
            final UnsafeBuffer data = new UnsafeBuffer(new byte[EVENT_LENGTH]);
            assertEquals(AckStatus.ADMITTED, answer(early, early.publish(thing(store, 2), type, data, 0, 3)).status());
            for (int i = 1; i <= last; i++)
            {
                TestEvents.makeRoom(busy, busy.publish(thing(store, 1), type, data, 0, EVENT_LENGTH));
            }
            store.await(Durability.JOURNALED);
            TestDirectories.copy(directory(), folder.resolve("killed"));
        }
        assertRemembered(folder.resolve("killed"), last);
        assertRemembered(TestDirectories.copy(directory(), folder.resolve("clean")), last);
        assertTrue(snapshots(directory()).size() >= 3, "snapshots=" + snapshots(directory()));

        for (final Path snapshot : snapshots(directory()))
        {
            final Path copy = TestDirectories.copy(directory(), folder.resolve("damaged"));
            final Path file = copy.resolve(directory().relativize(snapshot));
            final byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 4;
            Files.write(file, bytes);
            assertRemembered(copy, last);
        }
        final Path without = TestDirectories.copy(directory(), folder.resolve("without"));
        for (final Path snapshot : snapshots(without))
        {
            Files.delete(snapshot);
        }
        assertRemembered(without, last);
        assertEquals(snapshots(directory()).size(), snapshots(without).size(), "rebuilt");
    }

    private static List<Path> snapshots(final Path directory) throws IOException
    {
        try (Stream<Path> files = Files.list(directory.resolve("index")))
        {
            return files.filter(file -> file.toString().endsWith(".producers")).sorted().toList();
        }
    }

    private void assertRemembered(final Path directory, final long last)
    {
        try (EventStore store = open(directory);
            Producer busy = store.publisher("busy");
            Producer early = store.publisher("early"))
        {
            assertEquals(2, busy.session());
            assertEquals(last, busy.lastSequence());
            assertEquals(2, early.session());
            assertEquals(1, early.lastSequence());
            final Batch batch = Batch.of(Event.of("T", "x"));
            final long lowest = last - Limits.PRODUCER_WINDOW + 1;
            for (final long sequence : new long[] {lowest, lowest + 1, (lowest + last) / 2, last})
            {
                assertEquals(new Answer(AckStatus.DUPLICATE, sequence, sequence - 1), send(store, busy, sequence, batch));
            }
            assertEquals(AckStatus.OUTCOME_TOO_OLD, send(store, busy, lowest - 1, batch).status());
            assertEquals(AckStatus.SEQUENCE_GAP, send(store, busy, last + 2, batch).status());
            assertEquals(new Answer(AckStatus.DUPLICATE, 0, 0), send(store, early, 1, batch));
            assertEquals(last + 1, store.positions().journaled());
        }
    }
}
