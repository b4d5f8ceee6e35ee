package io.varve.journal.admission;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.dictionary.Name;
import io.varve.codec.generation.BatchDecoder;
import io.varve.codec.generation.BatchFlags;
import io.varve.codec.generation.GenerationDecoder;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All producers of a log, rebuilt from its generations.
 *
 * <p>Fencing needs no file of its own: every batch carries its session's number, so a session that was acked at some durability
 * is known after any restart that keeps the batch, and sessions without a batch end with the process that held them.
 */
public final class ProducerTable
{
    private static final long MAX_SESSION = 0xFFFF_FFFFL;

    private final Map<Long, ProducerState> states = new ConcurrentHashMap<>();
    private final BatchDecoder batch = new BatchDecoder();

    /** Takes over what the next generation of the log says; before anybody writes. */
    public void apply(final GenerationDecoder generation)
    {
        final int producers = generation.producerCount();
        if (producers == 0)
        {
            return;
        }
        for (int i = 0; i < producers; i++)
        {
            final ProducerState state = state(generation.producerNumber(i));
            state.session(Math.max(state.session(), Integer.toUnsignedLong(generation.producerSession(i))));
            state.begin(); // who wrote in it knows its number
        }
        batch.wrap(generation);
        boolean isContinued = false; // the answer of a transaction is that of its first batch
        while (batch.next())
        {
            if (batch.producerIndex() != 0 && !isContinued)
            {
                state(generation.producerNumber(batch.producerIndex() - 1))
                    .written(batch.sequence(), batch.firstPosition(), batch.firstVersion());
            }
            isContinued = (batch.flags() & BatchFlags.MORE) != 0;
        }
    }

    /** How many producers are known. */
    public int count()
    {
        return states.size();
    }

    /**
     * Opens the next session of a producer. When this returns, the one before it writes nothing any more but what was decided
     * already; {@link ProducerGate#last} is right when the ring has been drained up to here.
     *
     * @throws EventLogException with {@link ErrorCode#LOG_FULL} when no session number is left.
     */
    public ProducerGate takeOver(final Name producer)
    {
        final ProducerState state = state(producer.number());
        synchronized (state)
        {
            final ProducerGate gate = next(producer, state);
            state.begin();
            return gate;
        }
    }

    /**
     * Opens the next session of a producer for the one who held an earlier session, and may not have heard of those that were
     * opened for it since.
     *
     * @param held number of the session that it knows of.
     * @throws EventLogException as {@link #takeOver}, and with {@link ErrorCode#FENCED} when somebody else has begun anew since.
     */
    public ProducerGate goOn(final Name producer, final long held)
    {
        final ProducerState state = state(producer.number());
        synchronized (state)
        {
            if (held < state.begun())
            {
                throw new EventLogException(ErrorCode.FENCED, "another session has taken over the producer: producer=\"" +
                    producer.text() + "\", session=" + held + ", taken over by=" + state.begun() +
                    "; give each writer a name of its own");
            }
            return next(producer, state);
        }
    }

    private static ProducerGate next(final Name producer, final ProducerState state)
    {
        final long session = state.session() + 1;
        if (session > MAX_SESSION)
        {
            throw new EventLogException(ErrorCode.LOG_FULL, "producer has no session number left: producer=\"" +
                producer.text() + "\", highest=" + MAX_SESSION + "; use another name");
        }
        state.session(session);
        return new ProducerGate(producer, session, state);
    }

    Collection<ProducerState> states()
    {
        return states.values();
    }

    /** The state of a producer, made when it is the first time. */
    ProducerState state(final long number)
    {
        return states.computeIfAbsent(number, ProducerState::new);
    }
}
