package io.varve.api.decide;

import java.util.List;
import java.util.function.BiFunction;

/**
 * What a kind of thing does with commands: two pure functions and the state it begins with. Here is an account that never goes
 * below zero, whoever else writes to it:
 *
 * <pre>{@code
 * Decider<Long, Long, Long> account = Decider.of(0L,
 *     (cents, balance) -> balance + cents < 0 ? refuse("balance is too low: " + balance) : List.of(cents),
 *     (balance, cents) -> balance + cents);
 * EventCodec<Long> codec = EventCodec.of(
 *     cents -> Event.of("Moved", Long.toString(cents)),
 *     event -> event.data().parseLongAscii(0, event.length()));
 * CommandHandler<Long, Long, Long> accounts = CommandHandler.of(store, account, codec);
 *
 * accounts.handle(store.domain("bank").aggregate("account").instance(1), 50L);
 * }</pre>
 *
 * @param <C> commands: what somebody wants.
 * @param <S> state: what the events so far amount to. Immutable, since it may be decided on more than once.
 * @param <E> events: what has happened.
 */
public interface Decider<C, S, E>
{
    /** The state of a stream without events. */
    S initial();

    /**
     * What follows from a command.
     *
     * @return the events, to be written all or nothing; none when there is nothing to do.
     * @throws CommandRefusedException when the state does not allow it; that, and anything else that is thrown, goes to who gave
     *                                 the command, and nothing is written.
     */
    List<E> decide(C command, S state);

    /** The state after an event. Never refuses: it has happened. */
    S evolve(S state, E event);

    /** Of its parts. */
    static <C, S, E> Decider<C, S, E> of(
        final S initial,
        final BiFunction<? super C, ? super S, List<E>> decide,
        final BiFunction<? super S, ? super E, ? extends S> evolve)
    {
        return new Decider<>()
        {
            @Override
            public S initial()
            {
                return initial;
            }

            @Override
            public List<E> decide(final C command, final S state)
            {
                return decide.apply(command, state);
            }

            @Override
            public S evolve(final S state, final E event)
            {
                return evolve.apply(state, event);
            }
        };
    }

    /**
     * Refuses a command; for a {@link #decide} that is one expression.
     *
     * @throws CommandRefusedException always.
     */
    static <E> List<E> refuse(final String reason)
    {
        throw new CommandRefusedException(List.of(reason));
    }
}
