package io.varve.replication.message;

import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/**
 * What a message is made of - a block, groups, data of variable length - so that all of its lengths can be held against where it
 * ends, before a flyweight that trusts them walks over it. Nothing here allocates unless it refuses.
 */
public final class MessageShape
{
    private static final int GROUP_HEADER_LENGTH = 4;
    private static final int TEXT_HEADER_LENGTH = 2;
    private static final int DATA_HEADER_LENGTH = 4;
    private static final Element[] NOTHING = new Element[0];

    private final int blockLength;
    private final Element[] elements;

    /** A part behind the block: a group when it has a shape, else a length and bytes. */
    private record Element(int headerLength, MessageShape group)
    {
    }

    private MessageShape(final int blockLength, final Element[] elements)
    {
        this.blockLength = blockLength;
        this.elements = elements;
    }

    /** A message, or an entry of a group, that has only a block. */
    public static MessageShape block(final int length)
    {
        return new MessageShape(length, NOTHING);
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
        final Element[] more = new Element[elements.length + 1];
        System.arraycopy(elements, 0, more, 0, elements.length);
        more[elements.length] = element;
        return new MessageShape(blockLength, more);
    }

    /**
     * Checks a message; bytes behind its last part are a later version's.
     *
     * @param offset            of its block.
     * @param end               behind its last byte.
     * @param actingBlockLength that its header states.
     * @throws ProtocolBreach when a part reaches over the end, or a block is too short.
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
