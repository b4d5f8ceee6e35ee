package io.varve.journal;

import io.varve.api.Ack;
import io.varve.api.Aggregate;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventCursor;
import io.varve.api.EventSet;
import io.varve.api.EventStore;
import io.varve.api.ExpectedVersion;
import io.varve.api.Instance;
import io.varve.api.Query;
import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TutorialTest
{
    @TempDir
    Path directory;

    @Test
    void shouldFollowJohn()
    {
        try (EventStore store = EventStore.connect("fs://" + directory.resolve("d")))
        {
            final Aggregate persons = store.domain("namespace").aggregate("person");
            final long id = store.newId();
            final Instance john = persons.instance(id);
            final Ack ack = john.put(Event.of("Registered", "John"), Event.of("NameChanged", "Jaughn"));
            assertEquals(0, ack.position());
            assertEquals(Durability.SYNCED, ack.reached());
            john.put(ExpectedVersion.exactly(1), Event.of("NameChangeReversed", "John"));
            final EventLogException e = assertThrows(EventLogException.class,
                () -> john.put(ExpectedVersion.exactly(1), Event.of("NameChanged", "x")));
            assertEquals(ErrorCode.WRONG_EXPECTED_VERSION, e.code());
            final EventSet events = john.get();
            assertEquals(3, events.count());
            assertEquals("Jaughn", events.at(1).text());
            try (EventCursor cursor = store.query(Query.all().withTypes(Set.of("NameChanged"))))
            {
                assertTrue(cursor.next());
                assertEquals(1, cursor.version());
                assertTrue(cursor.verify());
                assertFalse(cursor.next());
            }
            persons.instance("a key").put(Event.of("Registered", "k"));
            try (Tailer tail = store.tail(TailStart.beginning()))
            {
                int n = 0;
                while (tail.next(10, TimeUnit.MILLISECONDS))
                {
                    n++;
                }
                assertEquals(4, n);
            }
            assertEquals(2, store.query(Query.all().backwards()).toString().isEmpty() ? 0 : 2);
        }
        try (EventStore store = EventStore.connect("fs://" + directory.resolve("d")))
        {
            assertEquals(1, store.get("namespace", "person", "a key").count());
            store.domain("namespace").aggregate("person").instance("a key").put(Event.of("Again", "k"));
            assertEquals(2, store.get("namespace", "person", "a key").count());
        }
    }
}
