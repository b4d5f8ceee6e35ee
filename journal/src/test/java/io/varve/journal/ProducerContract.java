package io.varve.journal;

import io.varve.api.Ack;
import io.varve.api.AckStatus;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventType;
import io.varve.api.ExpectedVersion;
import io.varve.api.Instance;
import io.varve.api.Producer;
import io.varve.api.Publisher;
import io.varve.api.Query;
import io.varve.codec.ErrorCode;
import io.varve.codec.Limits;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Named producers: nothing twice, nothing out of turn, one session at a time. */
@Timeout(60)
public abstract class ProducerContract extends StoreContract
{
    private record Answer(AckStatus status, long position, long version)
    {
    }

    private Instance thing(final long id)
    {
        return store.domain("produce").aggregate("thing").instance(id);
    }

    private static Batch batch(final String text)
    {
        return Batch.of(Event.of("T", text));
    }

    private static List<Answer> poll(final Publisher publisher, final long lastTicket)
    {
        final List<Answer> answers = new ArrayList<>();
        while (publisher.unpolled() > 0)
        {
            publisher.poll((ticket, status, position, version) -> answers.add(new Answer(status, position, version)), 10_000);
            Thread.onSpinWait();
        }
        assertTrue(lastTicket >= 0);
        return answers;
    }

    private static Answer one(final Producer producer, final long ticket)
    {
        final List<Answer> answers = poll(producer, ticket);
        assertEquals(1, answers.size());
        return answers.get(0);
    }

    private long count()
    {
        store.await(Durability.JOURNALED);
        return store.collect(Query.all()).count();
    }

    @Test
    void shouldNumberItsBatchesFromOne()
    {
        try (Producer producer = store.publisher("p"))
        {
            assertEquals("p", producer.name());
            assertEquals(1, producer.session());
            assertEquals(0, producer.lastSequence());
            assertEquals(1, producer.nextSequence());
            producer.publish(thing(1), batch("a"));
            assertEquals(2, producer.nextSequence());
            final long ticket = producer.publish(thing(1), batch("b"));
            assertEquals(List.of(new Answer(AckStatus.ADMITTED, 0, 0), new Answer(AckStatus.ADMITTED, 1, 1)),
                poll(producer, ticket));
        }
    }

    @Test
    void shouldAnswerWhatIsSentAgainAsTheFirstTime()
    {
        try (Producer producer = store.publisher("p"))
        {
            thing(9).put(Event.of("T", "other"));
            one(producer, producer.publish(thing(1), batch("a")));
            one(producer, producer.publish(thing(1), Batch.of(Event.of("T", "b"), Event.of("T", "c"))));

            producer.sequence(2);
            final long ticket = producer.publish(thing(1), Batch.of(Event.of("T", "b"), Event.of("T", "c")));
            final Ack ack = producer.await(ticket, Durability.JOURNALED);
            assertEquals(2, ack.position());
            assertEquals(1, ack.version());
            assertEquals(2, ack.count());
            assertEquals(new Answer(AckStatus.DUPLICATE, 2, 1), one(producer, ticket));
            producer.sequence(1);
            assertEquals(new Answer(AckStatus.DUPLICATE, 1, 0), one(producer, producer.publish(thing(1), batch("a"))));
            assertEquals(4, count());
            assertEquals(2, producer.nextSequence());
        }
    }

    @Test
    void shouldRefuseWhatIsAheadOfItsTurn()
    {
        try (Producer producer = store.publisher("p"))
        {
            producer.sequence(2);
            final long ticket = producer.publish(thing(1), batch("a"));
            final String message =
                assertFails(ErrorCode.SEQUENCE_GAP, () -> producer.await(ticket, Durability.JOURNALED)).getMessage();
            assertTrue(message.contains("producer=\"p\", sequence=2"), message);
            assertEquals(new Answer(AckStatus.SEQUENCE_GAP, -1, -1), one(producer, ticket));
            assertEquals(0, count());

            producer.sequence(1);
            assertEquals(new Answer(AckStatus.ADMITTED, 0, 0), one(producer, producer.publish(thing(1), batch("a"))));
            assertRefused(() -> producer.sequence(0));
        }
    }

    @Test
    void shouldRememberTheWholeWindowAndNothingBelow()
    {
        final EventType type = store.domain("produce").type("T");
        final UnsafeBuffer data = new UnsafeBuffer(new byte[8]);
        final int last = 3 * Limits.PRODUCER_WINDOW + 7;
        try (Producer producer = store.publisher("p"))
        {
            for (int i = 1; i <= last; i++)
            {
                one(producer, producer.publish(thing(1), type, data, 0, 8));
            }
            final long lowest = last - Limits.PRODUCER_WINDOW + 1;
            producer.sequence(lowest);
            assertEquals(new Answer(AckStatus.DUPLICATE, lowest - 1, lowest - 1),
                one(producer, producer.publish(thing(1), type, data, 0, 8)));
            producer.sequence(lowest - 1);
            final long ticket = producer.publish(thing(1), type, data, 0, 8);
            assertFails(ErrorCode.OUTCOME_TOO_OLD, () -> producer.await(ticket, Durability.JOURNALED));
            assertEquals(new Answer(AckStatus.OUTCOME_TOO_OLD, -1, -1), one(producer, ticket));
            assertEquals(last, count());
        }
    }

    @Test
    void shouldJudgeAnewWhatWasRefused()
    {
        try (Producer producer = store.publisher("p"))
        {
            final long conflict = producer.publish(thing(1), batch("a").withExpectedVersion(ExpectedVersion.exactly(0)));
            final long fits = producer.publish(thing(2), batch("b").withExpectedVersion(ExpectedVersion.none()));
            assertEquals(
                List.of(new Answer(AckStatus.WRONG_EXPECTED_VERSION, -1, -1), new Answer(AckStatus.ADMITTED, 0, 0)),
                poll(producer, fits));
            assertEquals(0, conflict);

            producer.sequence(1);
            one(producer, producer.publish(thing(1), batch("a").withExpectedVersion(ExpectedVersion.none())));
            producer.sequence(1);
            assertEquals(new Answer(AckStatus.DUPLICATE, 1, 0), one(producer, producer.publish(thing(1), batch("a"))));
            producer.sequence(2);
            assertEquals(new Answer(AckStatus.DUPLICATE, 0, 0), one(producer, producer.publish(thing(2), batch("b"))));
            assertEquals(2, count());
        }
    }

    @Test
    void shouldFenceTheSessionBefore()
    {
        try (Producer old = store.publisher("p"))
        {
            one(old, old.publish(thing(1), batch("a")));
            try (Producer young = store.publisher("p"); Producer other = store.publisher("q"))
            {
                assertEquals(2, young.session());
                assertEquals(1, young.lastSequence());
                assertEquals(1, other.session());
                assertEquals(0, other.lastSequence());

                final long ticket = old.publish(thing(1), batch("b"));
                final String message =
                    assertFails(ErrorCode.FENCED, () -> old.await(ticket, Durability.JOURNALED)).getMessage();
                assertTrue(message.contains("producer=\"p\""), message);
                assertEquals(new Answer(AckStatus.FENCED, -1, -1), one(old, ticket));
                old.sequence(1);
                assertEquals(AckStatus.FENCED, one(old, old.publish(thing(1), batch("a"))).status());

                assertEquals(new Answer(AckStatus.ADMITTED, 1, 1), one(young, young.publish(thing(1), batch("b"))));
                assertEquals(new Answer(AckStatus.ADMITTED, 2, 0), one(other, other.publish(thing(2), batch("c"))));
                young.sequence(1);
                assertEquals(new Answer(AckStatus.DUPLICATE, 0, 0), one(young, young.publish(thing(1), batch("a"))));
            }
            assertEquals(3, count());
        }
    }

    @Test
    void shouldNameTheStreamThatAPipelinedBatchDidNotFind()
    {
        try (Publisher publisher = store.publisher())
        {
            final EventType type = store.domain("produce").type("T");
            final long ticket = publisher.publish(
                thing(1), ExpectedVersion.exactly(5), type, new UnsafeBuffer(new byte[1]), 0, 1);
            final String message = assertFails(ErrorCode.WRONG_EXPECTED_VERSION,
                () -> publisher.await(ticket, Durability.JOURNALED)).getMessage();
            assertEquals("stream=produce/thing/1: expected version 5, current none", message);
        }
    }

    @Test
    void shouldKeepManyProducersApart()
    {
        final int producers = 600;
        final List<Producer> open = new ArrayList<>();
        for (int i = 0; i < producers; i++)
        {
            open.add(store.publisher("producer-" + i));
        }
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < producers; i++)
            {
                open.get(i).publish(thing(i), batch("x" + round));
            }
        }
        for (final Producer producer : open)
        {
            assertEquals(List.of(0L, 1L, 2L), poll(producer, 2).stream().map(Answer::version).toList());
            producer.close();
        }
        assertEquals(3 * producers, count());
    }
}
