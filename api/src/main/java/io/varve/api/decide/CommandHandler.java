package io.varve.api.decide;

import io.varve.api.Ack;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.EventCursor;
import io.varve.api.EventStore;
import io.varve.api.Instance;
import io.varve.api.Query;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;

import java.util.List;
import java.util.Map;

/**
 * Carries commands out: validate, load, fold, decide, write if nobody was faster, else read on and decide again.
 *
 * <p>Immutable and thread-safe; each {@code with} method gives another one. One is enough for all instances of an aggregate.
 *
 * @param <C> commands.
 * @param <S> state.
 * @param <E> events.
 */
public final class CommandHandler<C, S, E>
{
    private final EventStore store;
    private final Decider<C, S, E> decider;
    private final EventCodec<E> codec;
    private final Validation<C> validation;
    private final Durability durability;
    private final ConflictRetry retry;

    private CommandHandler(
        final EventStore store,
        final Decider<C, S, E> decider,
        final EventCodec<E> codec,
        final Validation<C> validation,
        final Durability durability,
        final ConflictRetry retry)
    {
        this.store = store;
        this.decider = decider;
        this.codec = codec;
        this.validation = validation;
        this.durability = durability;
        this.retry = retry;
    }

    /**
     * A handler without validation, that waits for {@link EventStore#defaultDurability()} and makes {@link
     * ConflictRetry#ATTEMPTS_DEFAULT} attempts.
     */
    public static <C, S, E> CommandHandler<C, S, E> of(
        final EventStore store, final Decider<C, S, E> decider, final EventCodec<E> codec)
    {
        return new CommandHandler<>(store, decider, codec, Validation.none(), store.defaultDurability(),
            ConflictRetry.upTo(ConflictRetry.ATTEMPTS_DEFAULT));
    }

    /** The same with commands looked at before the log is touched. */
    public CommandHandler<C, S, E> withValidation(final Validation<C> newValidation)
    {
        return new CommandHandler<>(store, decider, codec, newValidation, durability, retry);
    }

    /** The same that waits for a level. */
    public CommandHandler<C, S, E> withDurability(final Durability newDurability)
    {
        return new CommandHandler<>(store, decider, codec, validation, newDurability, retry);
    }

    /** The same with another bound of attempts. */
    public CommandHandler<C, S, E> withRetry(final ConflictRetry newRetry)
    {
        return new CommandHandler<>(store, decider, codec, validation, durability, newRetry);
    }

    /** Carries a command out, without metadata. */
    public Decision<S, E> handle(final Instance instance, final C command)
    {
        return handle(instance, command, Map.of());
    }

    /**
     * Carries a command out. When this returns, what was decided has reached the level to wait for.
     *
     * @param metadata of the batch that is written: what caused it, on whose behalf.
     * @throws CommandRefusedException by the validation or the decider: nothing was written.
     * @throws EventLogException       with {@link ErrorCode#WRONG_EXPECTED_VERSION} when other writers were faster in every
     *                                 attempt: nothing was written; else as {@link Instance#put} throws.
     */
    public Decision<S, E> handle(final Instance instance, final C command, final Map<String, String> metadata)
    {
        validation.check(command);
        final Seen<S> seen = new Seen<>(StreamState.initial(decider.initial()));
        return retry.run(store, "stream=" + address(instance), attempt ->
        {
            // Events are folded once, however often is decided: an attempt that lost reads on from where it was.
            seen.stream = readOn(instance, seen.stream);
            return write(instance, seen.stream, decider.decide(command, seen.stream.state()), metadata, attempt);
        });
    }

    private static final class Seen<S>
    {
        private StreamState<S> stream;

        Seen(final StreamState<S> stream)
        {
            this.stream = stream;
        }
    }

    private Decision<S, E> write(
        final Instance instance,
        final StreamState<S> stream,
        final List<E> events,
        final Map<String, String> metadata,
        final int attempt)
    {
        if (events.isEmpty())
        {
            return new Decision<>(stream, events, null, attempt);
        }
        final Ack ack = instance.put(batch(events, stream).withMetadata(metadata), durability);
        return new Decision<>(after(stream, events, ack), events, ack, attempt);
    }

    private StreamState<S> after(final StreamState<S> stream, final List<E> events, final Ack ack)
    {
        S state = stream.state();
        for (final E event : events)
        {
            state = decider.evolve(state, event);
        }
        return new StreamState<>(state, ack.lastVersion(), ack.nextPosition());
    }

    /**
     * What follows from a command, not written but ready to be: a part of a transaction over several streams.
     *
     * @param stream as it was loaded; the batch expects that nothing has come to it since.
     * @throws CommandRefusedException  by the validation or the decider.
     * @throws IllegalArgumentException when there is nothing to do.
     */
    public Batch decide(final C command, final StreamState<S> stream)
    {
        validation.check(command);
        return batch(decider.decide(command, stream.state()), stream);
    }

    private Batch batch(final List<E> events, final StreamState<S> stream)
    {
        return Batch.of(events.stream().map(codec::encode).toList()).withExpectedVersion(stream.expected());
    }

    /** Folds a stream from its start, where its events lie. */
    public StreamState<S> load(final Instance instance)
    {
        return readOn(instance, StreamState.initial(decider.initial()));
    }

    /** Folds what has come to a stream since it was read. */
    public StreamState<S> readOn(final Instance instance, final StreamState<S> known)
    {
        S state = known.state();
        long version = known.version();
        long nextPosition = known.nextPosition();
        try (EventCursor cursor = store.query(Query.of(instance).withPositions(nextPosition, Long.MAX_VALUE)))
        {
            while (cursor.next())
            {
                state = decider.evolve(state, codec.decode(cursor));
                version = cursor.version();
                nextPosition = cursor.position() + 1;
            }
        }
        return new StreamState<>(state, version, nextPosition);
    }

    private static String address(final Instance instance)
    {
        return instance.domain() + '/' + instance.aggregate() + '/' +
            (instance.key() == null ? Long.toString(instance.id()) : instance.key());
    }
}
