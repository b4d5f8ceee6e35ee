package io.varve.journal;

import io.varve.api.Ack;
import io.varve.api.AckStatus;
import io.varve.api.Aggregate;
import io.varve.api.Batch;
import io.varve.api.BatchClaim;
import io.varve.api.Domain;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventCursor;
import io.varve.api.EventSet;
import io.varve.api.EventStore;
import io.varve.api.EventType;
import io.varve.api.ExpectedVersion;
import io.varve.api.Instance;
import io.varve.api.LogReader;
import io.varve.api.Producer;
import io.varve.api.Publisher;
import io.varve.api.Query;
import io.varve.api.RecordedEvent;
import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.api.Token;
import io.varve.api.Transaction;
import io.varve.api.decide.CommandHandler;
import io.varve.api.decide.Decider;
import io.varve.api.decide.EventCodec;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Welcome to Varve. This is the guide: it walks through what the event store does, and since it is a test, it is always true.
 * Read it from top to bottom; each step stands alone, so run any of them in a debugger.
 *
 * <p>We follow a person who registers as John Wayne, becomes Jaughn, and thinks better of it. A person is an <em>instance</em> of the
 * <em>aggregate</em> "person" in the <em>domain</em> "namespace". What happens to him are <em>events</em>; all of his are his
 * <em>stream</em>, where each has a <em>version</em>; all events of all streams are the <em>log</em>, where each has a
 * <em>position</em>. Nothing is ever changed or deleted.
 */
class TutorialTest
{
    @TempDir
    private Path folder;

    private Path directory;
    private EventStore store;
    private Aggregate persons;

    /**
     * A store is opened by a connection string. {@code fs://} and the path of a directory opens a log on this machine's disk,
     * making it when there is none; {@code mem://} would open one in memory, with the same behaviour but for durability.
     */
    @BeforeEach
    void openTheStore()
    {
        directory = folder.resolve("tutorial");
        store = EventStore.connect("fs://" + directory);
        persons = store.domain("namespace").aggregate("person");
    }

    /** Closing seals and syncs what was written. A store that was not closed recovers by itself when it is opened again. */
    @AfterEach
    void closeTheStore()
    {
        store.close();
    }

    /** Step 1: write an event, read it back. An event is a type and bytes; what the bytes mean is your business. */
    @Test
    void shouldWriteAndReadOneStream()
    {
        // Ids are yours to choose; newId() gives 63-bit ones that no other process will give.
        final Instance john = persons.instance(store.newId());

        // put() returns when the event is on stable storage: pull the plug now, it will be there.
        final Ack ack = john.put(Event.of("Registered", "{\"first\":\"John\",\"last\":\"Wayne\",\"ssn\":987654321}"));

        assertEquals(0, ack.position(), "the first event of the log");
        assertEquals(0, ack.version(), "the first event of the stream");
        assertEquals(Durability.SYNCED, ack.reached());

        final EventSet events = john.get();
        assertEquals(1, events.count());
        assertEquals("Registered", events.at(0).type());
        assertEquals("{\"first\":\"John\",\"last\":\"Wayne\",\"ssn\":987654321}", events.at(0).text());

        // Somebody who never did anything has an empty stream; that is no error.
        assertTrue(persons.instance(store.newId()).get().isEmpty());
    }

    /** Step 2: several events at once are a batch: all of them are written, or none. */
    @Test
    void shouldWriteABatchWholeOrNotAtAll()
    {
        final Instance john = persons.instance(store.newId());

        final Ack ack = john.put(
            Event.of("Registered", "John Wayne"),
            Event.of("NameChanged", "Jaughn Wayne"),
            Event.of("ProfileUpdated", "likes horses"),
            Event.of("NameChangeReversed", "John Wayne"));

        assertEquals(4, ack.count());
        assertEquals(3, ack.lastVersion());

        // Versions are half-open ranges: from 1 to below 3.
        final EventSet middle = john.get(1, 3);
        assertEquals("NameChanged", middle.typeAt(0));
        assertEquals("ProfileUpdated", middle.typeAt(1));
    }

    /** Step 3: two people who edit the same person. The one who did not see the other's change is told, and nothing is lost. */
    @Test
    void shouldRefuseAWriterWhoMissedAChange()
    {
        final Instance john = persons.instance(store.newId());
        john.put(ExpectedVersion.none(), Event.of("Registered", "John Wayne"));
        final long seenByBoth = john.get().lastVersion();

        john.put(ExpectedVersion.exactly(seenByBoth), Event.of("NameChanged", "Jaughn Wayne"));

        final EventLogException refused = assertThrows(EventLogException.class,
            () -> john.put(ExpectedVersion.exactly(seenByBoth), Event.of("NameChanged", "Jon Wayne")));
        assertEquals(ErrorCode.WRONG_EXPECTED_VERSION, refused.code());
        assertTrue(refused.getMessage().endsWith("expected version 0, current 1"), refused.getMessage());
        assertEquals(2, john.get().count());
    }

    /** Step 4: instances may have a key instead of a number, events may keep their own time, batches may carry metadata. */
    @Test
    void shouldKeepKeysTimesAndMetadata()
    {
        final Instance john = persons.instance("john.wayne@example.com");
        final long bornNs = -1_973_894_400L * 1_000_000_000;

        john.put(Batch.of(Event.of("Born", "Winterset, Iowa"))
            .withTimestampNs(bornNs)
            .withMetadata(Map.of("user", "registrar", "correlation", "c-1")), Durability.SYNCED);

        final EventSet events = store.get("namespace", "person", "john.wayne@example.com");
        assertEquals("john.wayne@example.com", events.at(0).key());
        assertEquals(bornNs, events.at(0).timestampNs());
        assertEquals(Map.of("user", "registrar", "correlation", "c-1"), events.at(0).metadata());
    }

    /** Step 5: one query for everything: domain, aggregate, instance, types, times, positions, limit, direction. */
    @Test
    void shouldFindEventsByAnyCombination()
    {
        persons.instance(1).put(Event.of("Registered", "John"), Event.of("NameChanged", "Jaughn"));
        persons.instance(2).put(Event.of("Registered", "Ada"), Event.of("ProfileUpdated", "counts"));

        final Query names = Query.all()
            .withDomain("namespace")
            .withTypes(Set.of("NameChanged", "ProfileUpdated"))
            .backwards();

        // A cursor copies nothing: data() is where the event lies in the mapped journal, until the next step.
        try (EventCursor cursor = store.query(names))
        {
            assertTrue(cursor.next());
            assertEquals("counts", cursor.data().getStringWithoutLengthAscii(0, cursor.length()));
            assertTrue(cursor.next());
            assertEquals(1, cursor.id());
            assertFalse(cursor.next());
        }
    }

    /** Step 6: follow the log. First comes what is there, then what comes; at the seam nothing is missed and nothing comes twice. */
    @Test
    void shouldCatchUpAndGoOnLive()
    {
        final Instance john = persons.instance(store.newId());
        john.put(Event.of("Registered", "John Wayne"));

        try (Tailer tailer = store.tail(TailStart.beginning()))
        {
            assertTrue(tailer.next());
            assertEquals("Registered", tailer.type());
            assertFalse(tailer.next(), "nothing more yet");

            john.put(Event.of("NameChanged", "Jaughn Wayne"));
            assertTrue(tailer.next(10, TimeUnit.SECONDS));
            assertEquals("NameChanged", tailer.type());

            // A token is a place in this very history. Keep it with what you derived, and go on from it after a restart.
            final Token token = tailer.token();
            john.put(Event.of("NameChangeReversed", "John Wayne"));
            try (Tailer resumed = store.tail(TailStart.at(Token.parse(token.toString()))))
            {
                assertTrue(resumed.next(10, TimeUnit.SECONDS));
                assertEquals("NameChangeReversed", resumed.type());
            }
        }
    }

    /** Step 7: readers in other processes map the same files. They need no server, and write nothing. */
    @Test
    void shouldBeReadByOthersWhileItIsWritten()
    {
        persons.instance(7).put(Event.of("Registered", "John Wayne"));

        try (LogReader reader = DataDirectory.openReader(directory))
        {
            assertEquals(1, reader.positions().synced());
            assertEquals("John Wayne", reader.get("namespace", "person", 7).at(0).text());
        }
    }

    /** Step 8: the fast way. Publish without waiting, take the acks as they come, and nothing is allocated on the way. */
    @Test
    void shouldPublishWithoutWaiting()
    {
        final Domain domain = store.domain("namespace");
        final EventType moved = domain.type("Moved");
        final Instance horse = domain.aggregate("horse").instance(1);
        final UnsafeBuffer data = new UnsafeBuffer(ByteBuffer.allocateDirect(Long.BYTES));
        final int moves = 10_000;

        try (Publisher publisher = store.publisher())
        {
            final long[] lastPosition = {-1};
            for (int i = 0; i < moves; i++)
            {
                data.putLong(0, i);
                while (publisher.tryPublish(horse, moved, data, 0, Long.BYTES) < 0)
                {
                    publisher.poll((ticket, status, position, version) -> lastPosition[0] = position, Integer.MAX_VALUE);
                }
            }

            // A publish promises nothing before its ack; waiting for the store is waiting for all of them.
            store.await(Durability.SYNCED);
            while (publisher.unpolled() > 0)
            {
                publisher.poll((ticket, status, position, version) ->
                {
                    assertEquals(AckStatus.ADMITTED, status);
                    lastPosition[0] = position;
                }, Integer.MAX_VALUE);
            }
            assertEquals(moves - 1, lastPosition[0]);
        }
        assertEquals(moves, store.get("namespace", "horse", 1).count());
    }

    /** Step 9: no copy at all. Claim room in the ring, write your bytes there, commit or abort. */
    @Test
    void shouldFillABatchInPlace()
    {
        final Domain domain = store.domain("namespace");
        final EventType traded = domain.type("Traded");
        final Instance horse = domain.aggregate("horse").instance(2);

        try (Publisher publisher = store.publisher())
        {
            final long ticket;
            try (BatchClaim claim = publisher.claim(horse, 2, 2 * Long.BYTES))
            {
                claim.event(traded, Long.BYTES).putLong(0, 100);
                claim.event(traded, Long.BYTES).putLong(0, 120);
                ticket = claim.commit();
            }
            assertEquals(Durability.SYNCED, publisher.await(ticket, Durability.SYNCED).reached());
        }
        assertEquals(2, horse.get().count());
        assertNull(horse.get().at(0).key());
    }

    /** Step 10: the log outlives the store. Open it again, and everything is where it was. */
    @Test
    void shouldGoOnWhereItWas()
    {
        persons.instance(9).put(Event.of("Registered", "John Wayne"));
        store.close();

        store = EventStore.connect("fs://" + directory);
        final Instance john = store.domain("namespace").aggregate("person").instance(9);

        assertEquals(1, john.get().count());
        assertEquals(1, john.put(ExpectedVersion.exactly(0), Event.of("NameChanged", "Jaughn Wayne")).version());
    }

    /**
     * Step 11: decide. Instead of writing events, give commands: the state is folded from the stream, what follows is decided on
     * it, and written if nobody was faster, else decided again. {@link PersonContract}, {@link AccountContract} and {@link
     * BankContract} go on from here.
     */
    @Test
    void shouldDecideOnWhatHasHappened()
    {
        final Decider<String, String, String> naming = Decider.of("nobody",
            (wanted, name) -> wanted.equals(name) ? List.of() : List.of(wanted),
            (name, next) -> next);
        final EventCodec<String> codec = EventCodec.of(
            name -> Event.of("NameChanged", name), event -> event.data().getStringWithoutLengthUtf8(0, event.length()));
        final CommandHandler<String, String, String> names = CommandHandler.of(store, naming, codec);
        final Instance john = persons.instance(11);

        assertEquals("John", names.handle(john, "John").state());
        assertNull(names.handle(john, "John").ack(), "he has that name already, so nothing happened");
        names.handle(john, "Jaughn");

        assertEquals(List.of("John", "Jaughn"), john.get().stream().map(RecordedEvent::text).toList());
    }

    /**
     * Step 12: send again. A named producer numbers its batches; whoever is unsure whether one was written sends it again under its
     * number, and it is written once. {@link ProducerContract} goes on from here.
     */
    @Test
    void shouldWriteOnceWhatIsSentTwice()
    {
        final Instance john = persons.instance(12);
        try (Producer importer = store.publisher("importer"))
        {
            assertEquals(0, importer.lastSequence(), "it has written nothing so far");
            importer.publish(john, Batch.of(Event.of("Registered", "John")));
            // Here the process might crash, its ack unseen. The next session is told how far the one before it has come.
        }
        try (Producer importer = store.publisher("importer"))
        {
            assertEquals(1, importer.lastSequence());
            importer.sequence(1);
            final long again = importer.publish(john, Batch.of(Event.of("Registered", "John")));
            assertEquals(0, importer.await(again, Durability.JOURNALED).version(), "the first answer");
        }
        assertEquals(1, john.get().count());
    }

    /**
     * Step 13: change several streams at once, all or nothing, also on conditions on streams that are not written. {@link
     * TransactionContract} goes on from here.
     */
    @Test
    void shouldMarryTwoPersonsOrNone()
    {
        final Instance jane = persons.instance(13);
        final Instance john = persons.instance(14);
        final Instance registrar = persons.instance(15);
        jane.put(Event.of("Registered", "Jane"));
        john.put(Event.of("Registered", "John"));
        final Transaction wedding = store.transaction()
            .append(jane, ExpectedVersion.exactly(0), Event.of("Married", "John"))
            .append(john, ExpectedVersion.exactly(0), Event.of("Married", "Jane"))
            .require(registrar, ExpectedVersion.exists());

        final EventLogException refused = assertThrows(EventLogException.class, wedding::publish);
        assertEquals("stream=namespace/person/15: expected version exists, current none", refused.getMessage());
        assertEquals(1, jane.get().count());

        registrar.put(Event.of("Registered", "Joan"));
        assertEquals(2, wedding.publish().count());
        assertEquals(List.of("John", "Jane"), List.of(jane.get().at(1).text(), john.get().at(1).text()));
    }
}
