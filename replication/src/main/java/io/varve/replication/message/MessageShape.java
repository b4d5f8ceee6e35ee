package io.varve.replication.message;

import org.agrona.DirectBuffer;

import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What a message is made of - a block, groups, data of variable length - so that all of its lengths can be held against where it
 * ends, and its enumerations against their values, before a flyweight that trusts them walks over it. Nothing here allocates unless
 * it refuses.
 */
public final class MessageShape
{
    private static final int GROUP_HEADER_LENGTH = 4;
    private static final int TEXT_HEADER_LENGTH = 2;
    private static final int DATA_HEADER_LENGTH = 4;
    private static final Element[] NOTHING = new Element[0];
    private static final Choice[] ANYTHING = new Choice[0];

    private final int blockLength;
    private final Choice[] choices;
    private final Element[] elements;

    /** A byte of the block that has a value of a set: bit i is set when i is in it. */
    private record Choice(int offset, long values, String what)
    {
    }

    /** A part behind the block: a group when it has a shape, else a length and bytes. */
    private record Element(int headerLength, MessageShape group)
    {
    }

    private MessageShape(final int blockLength, final Choice[] choices, final Element[] elements)
    {
        this.blockLength = blockLength;
        this.choices = choices;
        this.elements = elements;
    }

    /** A message, or an entry of a group, that has only a block. */
    public static MessageShape block(final int length)
    {
        return new MessageShape(length, ANYTHING, NOTHING);
    }

    /**
     * The same with a byte in its block that may have few values. Those of later versions are a breach too: whoever would send one
     * knows this node's version from its welcome.
     *
     * @param offset in the block.
     * @param values each 0 to 63.
     */
    public MessageShape oneOf(final int offset, final String what, final int... values)
    {
        long all = 0;
        for (final int value : values)
        {
            if (value < 0 || value >= Long.SIZE)
            {
                throw new IllegalArgumentException("value must be 0 to 63: " + what + '=' + value);
            }
            all |= 1L << value;
        }
        final Choice[] more = Arrays.copyOf(choices, choices.length + 1);
        more[choices.length] = new Choice(offset, all, what);
        return new MessageShape(blockLength, more, elements);
    }

    /** The same with a text behind. */
    public MessageShape text()
    {
        return with(new Element(TEXT_HEADER_LENGTH, null));
    }

    /** The same with bytes behind. */
    public MessageShape data()
    {
        return with(new Element(DATA_HEADER_LENGTH, null));
    }

    /** The same with a group behind. */
    public MessageShape group(final MessageShape entry)
    {
        return with(new Element(GROUP_HEADER_LENGTH, entry));
    }

    private MessageShape with(final Element element)
    {
        final Element[] more = Arrays.copyOf(elements, elements.length + 1);
        more[elements.length] = element;
        return new MessageShape(blockLength, choices, more);
    }

    /**
     * Checks a message; bytes behind its last part are a later version's.
     *
     * @param offset            of its block.
     * @param end               behind its last byte.
     * @param actingBlockLength that its header states.
     * @throws ProtocolBreach when a part reaches over the end, a block is too short, or a value is none.
     */
    public void check(final DirectBuffer buffer, final int offset, final int end, final int actingBlockLength)
    {
        walk(buffer, offset, end, actingBlockLength);
    }

    private int walk(final DirectBuffer buffer, final int offset, final int end, final int actingBlockLength)
    {
        if (actingBlockLength < blockLength || actingBlockLength > end - offset)
        {
            throw ProtocolBreach.malformed("message has a block that does not fit: length=" + actingBlockLength + ", least=" +
                blockLength + ", bytes left=" + (end - offset));
        }
        for (final Choice choice : choices)
        {
            final int value = buffer.getByte(offset + choice.offset) & 0xFF;
            if (value >= Long.SIZE || (choice.values & 1L << value) == 0)
            {
                throw ProtocolBreach.malformed("message has a value that its schema does not know: " + choice.what + '=' + value);
            }
        }
        int at = offset + actingBlockLength;
        for (final Element element : elements)
        {
            if (element.headerLength > end - at)
            {
                throw ProtocolBreach.malformed("message ends inside a length: bytes left=" + (end - at));
            }
            at = element.group == null ?
                bytes(buffer, at, end, element.headerLength) : group(buffer, at, end, element.group);
        }
        return at;
    }

    private static int bytes(final DirectBuffer buffer, final int at, final int end, final int headerLength)
    {
        final long length = headerLength == TEXT_HEADER_LENGTH ?
            buffer.getShort(at, ByteOrder.LITTLE_ENDIAN) & 0xFFFF : buffer.getInt(at, ByteOrder.LITTLE_ENDIAN) & 0xFFFF_FFFFL;
        if (length > end - at - headerLength)
        {
            throw ProtocolBreach.malformed("message ends inside its bytes: length=" + length + ", bytes left=" +
                (end - at - headerLength));
        }
        return at + headerLength + (int)length;
    }

    private static int group(final DirectBuffer buffer, final int at, final int end, final MessageShape entry)
    {
        final int entryBlockLength = buffer.getShort(at, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
        final int count = buffer.getShort(at + 2, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
        int next = at + GROUP_HEADER_LENGTH;
        for (int i = 0; i < count; i++)
        {
            next = entry.walk(buffer, next, end, entryBlockLength);
        }
        return next;
    }
}
