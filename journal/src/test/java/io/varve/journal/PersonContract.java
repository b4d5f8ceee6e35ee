package io.varve.journal;

import io.varve.api.EventSet;
import io.varve.api.Instance;
import io.varve.api.RecordedEvent;
import io.varve.api.decide.CommandHandler;
import io.varve.api.decide.CommandRefusedException;
import io.varve.api.decide.Decision;
import io.varve.journal.example.Person;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

/**
 * The first worked example of deciders: {@link Person} is the whole model, this is his story. We do not write events here, we
 * give commands; what follows from a command is decided on what has happened so far.
 */
public abstract class PersonContract extends StoreContract
{
    private CommandHandler<Person.Command, Person, Person.Happening> persons;
    private Instance john;

    @BeforeEach
    void openHandler()
    {
        persons = Person.handler(store);
        john = store.domain("namespace").aggregate("person").instance(store.newId());
    }

    @Test
    void shouldLiveThroughHisStory()
    {
        // He registers. The handler folded an empty stream, decided, and wrote one event, expecting the stream to be empty.
        final Decision<Person, Person.Happening> registered = persons.handle(john, new Person.Register("John", "Wayne", 987654321));
        assertEquals("John Wayne", registered.state().name().toString());
        assertEquals(0, registered.ack().version());
        assertEquals(1, registered.attempts());

        // He becomes Jaughn, tells something about himself, and thinks better of the name.
        persons.handle(john, new Person.ChangeName("Jaughn", "Wayne"));
        persons.handle(john, new Person.UpdateProfile("likes horses"));
        final Decision<Person, Person.Happening> reversed =
            persons.handle(john, new Person.ReverseNameChange(), Map.of("user", "john"));

        // The state after a command comes with the answer; folding the stream gives the same.
        final Person now = new Person(new Person.Name("John", "Wayne"), null, "likes horses");
        assertEquals(now, reversed.state());
        assertEquals(reversed.stream(), persons.load(john));

        // What has happened is in the log, event by event, for whoever wants to know.
        final EventSet events = john.get();
        assertEquals(List.of("Registered", "NameChanged", "ProfileUpdated", "NameChangeReversed"),
            events.stream().map(RecordedEvent::type).toList());
        assertEquals(Map.of("user", "john"), events.at(3).metadata());
    }

    @Test
    void shouldRefuseWhatHisStateDoesNotAllow()
    {
        assertReasons(List.of("is not registered"), new Person.ChangeName("Jaughn", "Wayne"));

        persons.handle(john, new Person.Register("John", "Wayne", 987654321));

        assertReasons(List.of("is registered already: name=John Wayne"), new Person.Register("Jon", "Wayne", 1));
        assertReasons(List.of("has no name change to reverse: name=John Wayne"), new Person.ReverseNameChange());
        assertEquals(1, john.get().count());
    }

    @Test
    void shouldWriteNothingWhenThereIsNothingToDo()
    {
        persons.handle(john, new Person.Register("John", "Wayne", 987654321));

        final Decision<Person, Person.Happening> same = persons.handle(john, new Person.ChangeName("John", "Wayne"));

        assertNull(same.ack());
        assertEquals(List.of(), same.events());
        assertEquals(0, same.stream().version());
        assertEquals(1, john.get().count());
    }

    /** Each part of a validation is asked, and all that is wrong is said at once. */
    @Test
    void shouldSayAllThatIsWrongBeforeTheLogIsTouched()
    {
        // With the store closed, every look at the log would fail in another way.
        store.close();

        assertReasons(List.of("first name is missing", "last name is missing", "social security number must have 1 to 9 digits"),
            new Person.Register("", " ", 1_000_000_000));
        assertReasons(List.of("last name is missing"), new Person.ChangeName("Jaughn", ""));
    }

    private void assertReasons(final List<String> reasons, final Person.Command command)
    {
        final CommandRefusedException refused =
            assertThrows(CommandRefusedException.class, () -> persons.handle(john, command));
        assertEquals(reasons, refused.reasons());
        assertEquals("command refused: " + String.join("; ", reasons), refused.getMessage());
    }
}
