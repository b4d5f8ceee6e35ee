package io.varve.journal.example;

import io.varve.api.Event;
import io.varve.api.EventCursor;
import io.varve.api.EventStore;
import io.varve.api.decide.CommandHandler;
import io.varve.api.decide.Decider;
import io.varve.api.decide.EventCodec;
import io.varve.api.decide.Validation;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

import java.util.Arrays;
import java.util.List;

/**
 * A person who registers, changes his name, and thinks better of it: what may happen to him, and what he is then.
 *
 * @param name         he goes by, null before he is registered.
 * @param previousName that a reversal gives him back, null when there is nothing to reverse.
 * @param profile      empty before it is updated.
 */
public record Person(Name name, Name previousName, String profile)
{
    /** First and last name. */
    public record Name(String first, String last)
    {
        @Override
        public String toString()
        {
            return first + ' ' + last;
        }
    }

    /** What somebody wants of him. */
    public sealed interface Command
    {
    }

    public record Register(String first, String last, long socialSecurityNumber) implements Command
    {
    }

    public record ChangeName(String first, String last) implements Command
    {
    }

    public record UpdateProfile(String text) implements Command
    {
    }

    public record ReverseNameChange() implements Command
    {
    }

    /** What has happened to him. */
    public sealed interface Happening
    {
    }

    public record Registered(Name name, long socialSecurityNumber) implements Happening
    {
    }

    public record NameChanged(Name name) implements Happening
    {
    }

    public record ProfileUpdated(String text) implements Happening
    {
    }

    public record NameChangeReversed() implements Happening
    {
    }

    private static final long HIGHEST_NUMBER = 999_999_999L;

    /** What can be said without knowing him: it runs where commands come in. */
    public static final Validation<Command> VALIDATION = Validation.<Command>none()
        .with(Register.class, Validation.<Register>none()
            .require(register -> !register.first().isBlank(), "first name is missing")
            .require(register -> !register.last().isBlank(), "last name is missing")
            .require(register -> register.socialSecurityNumber() > 0 && register.socialSecurityNumber() <= HIGHEST_NUMBER,
                "social security number must have 1 to 9 digits"))
        .with(ChangeName.class, Validation.<ChangeName>none()
            .require(change -> !change.first().isBlank(), "first name is missing")
            .require(change -> !change.last().isBlank(), "last name is missing"));

    /** What he does with commands. */
    public static final Decider<Command, Person, Happening> DECIDER =
        Decider.of(new Person(null, null, ""), (command, person) -> person.decide(command), Person::evolve);

    /** How it is written: a type, and the fields in their order. */
    public static final EventCodec<Happening> CODEC = EventCodec.of(Person::encode, Person::decode);

    /** Everybody's commands go through one handler. */
    public static CommandHandler<Command, Person, Happening> handler(final EventStore store)
    {
        return CommandHandler.of(store, DECIDER, CODEC).withValidation(VALIDATION);
    }

    private List<Happening> decide(final Command command)
    {
        if (command instanceof Register register)
        {
            return name != null ? Decider.refuse("is registered already: name=" + name) :
                List.of(new Registered(new Name(register.first(), register.last()), register.socialSecurityNumber()));
        }
        if (name == null)
        {
            return Decider.refuse("is not registered");
        }
        if (command instanceof ChangeName change)
        {
            final Name wanted = new Name(change.first(), change.last());
            return wanted.equals(name) ? List.of() : List.of(new NameChanged(wanted));
        }
        if (command instanceof UpdateProfile update)
        {
            return update.text().equals(profile) ? List.of() : List.of(new ProfileUpdated(update.text()));
        }
        return previousName == null ? Decider.refuse("has no name change to reverse: name=" + name) :
            List.of(new NameChangeReversed());
    }

    private Person evolve(final Happening happening)
    {
        if (happening instanceof Registered registered)
        {
            return new Person(registered.name(), null, profile);
        }
        if (happening instanceof NameChanged changed)
        {
            return new Person(changed.name(), name, profile);
        }
        if (happening instanceof ProfileUpdated updated)
        {
            return new Person(name, previousName, updated.text());
        }
        return new Person(previousName, null, profile);
    }

    private static Event encode(final Happening happening)
    {
        final String type = happening.getClass().getSimpleName();
        final ExpandableArrayBuffer data = new ExpandableArrayBuffer();
        int length = 0;
        if (happening instanceof Registered registered)
        {
            length = putName(data, registered.name());
            data.putLong(length, registered.socialSecurityNumber());
            length += Long.BYTES;
        }
        else if (happening instanceof NameChanged changed)
        {
            length = putName(data, changed.name());
        }
        else if (happening instanceof ProfileUpdated updated)
        {
            length = data.putStringUtf8(0, updated.text());
        }
        return Event.of(type, Arrays.copyOf(data.byteArray(), length));
    }

    private static int putName(final ExpandableArrayBuffer data, final Name name)
    {
        final int length = data.putStringUtf8(0, name.first());
        return length + data.putStringUtf8(length, name.last());
    }

    private static Happening decode(final EventCursor event)
    {
        final DirectBuffer data = event.data();
        return switch (event.type())
        {
            case "Registered" -> new Registered(nameAt(data), data.getLong(event.length() - Long.BYTES));
            case "NameChanged" -> new NameChanged(nameAt(data));
            case "ProfileUpdated" -> new ProfileUpdated(data.getStringUtf8(0));
            case "NameChangeReversed" -> new NameChangeReversed();
            default -> throw new IllegalStateException("not an event of a person: type=" + event.type());
        };
    }

    private static Name nameAt(final DirectBuffer data)
    {
        return new Name(data.getStringUtf8(0), data.getStringUtf8(Integer.BYTES + data.getInt(0)));
    }
}
