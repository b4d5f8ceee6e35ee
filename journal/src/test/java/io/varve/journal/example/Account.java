package io.varve.journal.example;

import io.varve.api.Event;
import io.varve.api.EventCursor;
import io.varve.api.EventStore;
import io.varve.api.decide.CommandHandler;
import io.varve.api.decide.Decider;
import io.varve.api.decide.EventCodec;
import io.varve.api.decide.Validation;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.List;

/**
 * An account that must not go below zero, whoever takes from it at the same time.
 *
 * @param balanceCents never below 0.
 */
public record Account(long balanceCents)
{
    /** What somebody wants of it. */
    public sealed interface Command
    {
        long cents();
    }

    public record Deposit(long cents) implements Command
    {
    }

    public record Withdraw(long cents) implements Command
    {
    }

    /** What has happened to it: cents came, or, below 0, went. */
    public record Moved(long cents)
    {
    }

    /** What can be said without knowing the account. */
    public static final Validation<Command> VALIDATION = Validation.<Command>none()
        .require(command -> command.cents() > 0, "cents must be above 0");

    /** What it does with commands. */
    public static final Decider<Command, Account, Moved> DECIDER = Decider.of(
        new Account(0),
        (command, account) -> account.decide(command),
        (account, moved) -> new Account(account.balanceCents + moved.cents()));

    /** A type for each direction, eight bytes of data. */
    public static final EventCodec<Moved> CODEC = EventCodec.of(Account::encode, Account::decode);

    /** All accounts' commands go through one handler. */
    public static CommandHandler<Command, Account, Moved> handler(final EventStore store)
    {
        return CommandHandler.of(store, DECIDER, CODEC).withValidation(VALIDATION);
    }

    private List<Moved> decide(final Command command)
    {
        if (command instanceof Deposit)
        {
            return List.of(new Moved(command.cents()));
        }
        return command.cents() > balanceCents ?
            Decider.refuse("balance is too low: cents=" + command.cents() + ", balance=" + balanceCents) :
            List.of(new Moved(-command.cents()));
    }

    private static Event encode(final Moved moved)
    {
        final UnsafeBuffer data = new UnsafeBuffer(new byte[Long.BYTES]);
        data.putLong(0, Math.abs(moved.cents()));
        return Event.of(moved.cents() > 0 ? "Deposited" : "Withdrawn", data.byteArray());
    }

    private static Moved decode(final EventCursor event)
    {
        final long cents = event.data().getLong(0);
        return new Moved(event.type().equals("Deposited") ? cents : -cents);
    }
}
