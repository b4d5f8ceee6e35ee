package io.varve.client.read;

import io.varve.api.Token;
import io.varve.client.session.ReceivedNames;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;

/** Something that came for a reader: events, or word of where the node stands. */
final class Item
{
    /** What it is. */
    enum Kind
    {
        EVENTS, BEGIN, CAUGHT_UP, END, REFUSED, SKIPPED
    }

    private static final int FIRST_LENGTH = 4_096;
    private static final int CACHE_LINE = 64;

    /** Off-heap, since that is where checksums are computed. */
    private final ByteBuffer memory;
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private Kind kind;
    private int length;
    private ReceivedNames names;
    private Token place;
    private RuntimeException refusal;
    private long skipped;

    private Item(final int capacity)
    {
        memory = capacity == 0 ? null : BufferUtil.allocateDirectAligned(capacity, CACHE_LINE);
    }

    /** One that can hold events. */
    static Item forEvents(final int length)
    {
        return new Item(Math.max(FIRST_LENGTH, length));
    }

    static Item begin(final Token place)
    {
        return at(Kind.BEGIN, place);
    }

    static Item caughtUp(final Token place)
    {
        return at(Kind.CAUGHT_UP, place);
    }

    private static Item at(final Kind kind, final Token place)
    {
        final Item item = new Item(0);
        item.kind = kind;
        item.place = place;
        return item;
    }

    static Item end()
    {
        return at(Kind.END, null);
    }

    static Item refused(final RuntimeException why)
    {
        final Item item = at(Kind.REFUSED, null);
        item.refusal = why;
        return item;
    }

    static Item skipped(final long positions)
    {
        final Item item = at(Kind.SKIPPED, null);
        item.skipped = positions;
        return item;
    }

    boolean holds(final int bytes)
    {
        return bytes <= memory.capacity();
    }

    void events(final DirectBuffer from, final int offset, final int bytes, final ReceivedNames withNames)
    {
        kind = Kind.EVENTS;
        buffer.wrap(memory, 0, bytes); // what lies behind is of an earlier message
        buffer.putBytes(0, from, offset, bytes);
        length = bytes;
        names = withNames;
    }

    Kind kind()
    {
        return kind;
    }

    UnsafeBuffer buffer()
    {
        return buffer;
    }

    int length()
    {
        return length;
    }

    ReceivedNames names()
    {
        return names;
    }

    Token place()
    {
        return place;
    }

    RuntimeException refusal()
    {
        return refusal;
    }

    long skipped()
    {
        return skipped;
    }
}
