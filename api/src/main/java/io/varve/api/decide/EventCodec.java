package io.varve.api.decide;

import io.varve.api.Event;
import io.varve.api.EventCursor;

import java.util.function.Function;

/**
 * How events of an aggregate are written and read.
 *
 * @param <E> events.
 */
public interface EventCodec<E>
{
    /** An event as it is to be written. */
    Event encode(E event);

    /**
     * The event that a cursor stands on.
     *
     * @param cursor to read the type and the data of, where it lies; it moves on when this returns, so keep nothing of it.
     */
    E decode(EventCursor cursor);

    /** Of its parts. */
    static <E> EventCodec<E> of(
        final Function<? super E, Event> encode, final Function<? super EventCursor, ? extends E> decode)
    {
        return new EventCodec<>()
        {
            @Override
            public Event encode(final E event)
            {
                return encode.apply(event);
            }

            @Override
            public E decode(final EventCursor cursor)
            {
                return decode.apply(cursor);
            }
        };
    }
}
