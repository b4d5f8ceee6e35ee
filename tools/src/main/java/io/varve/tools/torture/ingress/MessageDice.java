package io.varve.tools.torture.ingress;

import io.varve.codec.protocol.AuthenticateEncoder;
import io.varve.codec.protocol.AwaitEncoder;
import io.varve.codec.protocol.CancelEncoder;
import io.varve.codec.protocol.ClosePublisherEncoder;
import io.varve.codec.protocol.CreditEncoder;
import io.varve.codec.protocol.DefineNameEncoder;
import io.varve.codec.protocol.FragmentEncoder;
import io.varve.codec.protocol.GetHeadEncoder;
import io.varve.codec.protocol.GetStreamEncoder;
import io.varve.codec.protocol.GoodbyeEncoder;
import io.varve.codec.protocol.HeartbeatEncoder;
import io.varve.codec.protocol.HelloEncoder;
import io.varve.codec.protocol.NewIdsEncoder;
import io.varve.codec.protocol.OpenPublisherEncoder;
import io.varve.codec.protocol.PublishEncoder;
import io.varve.codec.protocol.PublishTransactionEncoder;
import io.varve.codec.protocol.ReadEncoder;
import io.varve.codec.protocol.SkipCorruptEncoder;
import io.varve.codec.protocol.StoreCursorEncoder;
import io.varve.codec.protocol.SubscribeEncoder;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * Messages that have the shape of the schema's, with contents that are now and then what a node expects, often at a bound, often
 * anything.
 */
final class MessageDice
{
    private static final int MAX_DATA_LENGTH = 3_000;
    private static final int MAX_ENTRIES = 5;
    private static final List<String> TEXTS = List.of("torture", "rude", "T", "", "a", "UPPER", "torture/rude", "..", "\u0000",
        "\u00fc\u20ac", "name.with-all:of@them_0", "x".repeat(21), "x".repeat(81), "x".repeat(1_025));
    private static final long[] BOUNDS = {0, 0, 1, 1, 1, 2, 3, 4, 63, 64, 65, 255, 256, 1_023, 1_024, 1_025, -1, -2, -3,
        Byte.MAX_VALUE, Short.MAX_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32, 1L << 40};

    /**
     * A message: its number, the bytes of its block, and what is behind: t a text, d data, [ ] a group whose entries have the bytes
     * of block that stand in front of them.
     */
    private record Shape(int template, int blockLength, String parts)
    {
    }

    private static final List<Shape> SHAPES = List.of(
        new Shape(HelloEncoder.TEMPLATE_ID, HelloEncoder.BLOCK_LENGTH, "t"),
        new Shape(AuthenticateEncoder.TEMPLATE_ID, AuthenticateEncoder.BLOCK_LENGTH, ""),
        new Shape(HeartbeatEncoder.TEMPLATE_ID, HeartbeatEncoder.BLOCK_LENGTH, ""),
        new Shape(GoodbyeEncoder.TEMPLATE_ID, GoodbyeEncoder.BLOCK_LENGTH, "t"),
        new Shape(FragmentEncoder.TEMPLATE_ID, FragmentEncoder.BLOCK_LENGTH, "d"),
        new Shape(DefineNameEncoder.TEMPLATE_ID, DefineNameEncoder.BLOCK_LENGTH, "tt"),
        new Shape(OpenPublisherEncoder.TEMPLATE_ID, OpenPublisherEncoder.BLOCK_LENGTH, "t"),
        new Shape(ClosePublisherEncoder.TEMPLATE_ID, ClosePublisherEncoder.BLOCK_LENGTH, ""),
        new Shape(PublishEncoder.TEMPLATE_ID, PublishEncoder.BLOCK_LENGTH, "4[d]td"),
        new Shape(PublishTransactionEncoder.TEMPLATE_ID, PublishTransactionEncoder.BLOCK_LENGTH, "29[4[d]td]"),
        new Shape(AwaitEncoder.TEMPLATE_ID, AwaitEncoder.BLOCK_LENGTH, ""),
        new Shape(NewIdsEncoder.TEMPLATE_ID, NewIdsEncoder.BLOCK_LENGTH, ""),
        new Shape(GetHeadEncoder.TEMPLATE_ID, GetHeadEncoder.BLOCK_LENGTH, ""),
        new Shape(GetStreamEncoder.TEMPLATE_ID, GetStreamEncoder.BLOCK_LENGTH, "ttt"),
        new Shape(ReadEncoder.TEMPLATE_ID, ReadEncoder.BLOCK_LENGTH, "0[t]ttt"),
        new Shape(SubscribeEncoder.TEMPLATE_ID, SubscribeEncoder.BLOCK_LENGTH, "0[t]tttt"),
        new Shape(CreditEncoder.TEMPLATE_ID, CreditEncoder.BLOCK_LENGTH, ""),
        new Shape(CancelEncoder.TEMPLATE_ID, CancelEncoder.BLOCK_LENGTH, ""),
        new Shape(StoreCursorEncoder.TEMPLATE_ID, StoreCursorEncoder.BLOCK_LENGTH, ""),
        new Shape(SkipCorruptEncoder.TEMPLATE_ID, SkipCorruptEncoder.BLOCK_LENGTH, ""));

    private final Random random;
    private final MutableDirectBuffer buffer;
    private int end;

    /** @param buffer takes messages; has room for the longest. */
    MessageDice(final Random random, final MutableDirectBuffer buffer)
    {
        this.random = random;
        this.buffer = buffer;
    }

    /** Writes one at the buffer's beginning; its length. */
    int next()
    {
        final Shape shape = SHAPES.get(random.nextInt(SHAPES.size()));
        end = 0;
        putShort(shape.blockLength);
        putShort(shape.template);
        putShort(PublishEncoder.SCHEMA_ID);
        putShort(PublishEncoder.SCHEMA_VERSION);
        block(shape.blockLength);
        parts(shape.parts, 0, shape.parts.length());
        return end;
    }

    private void parts(final String parts, final int from, final int to)
    {
        int at = from;
        while (at < to)
        {
            final char part = parts.charAt(at);
            if (part == 't')
            {
                bytes(TEXTS.get(random.nextInt(TEXTS.size())).getBytes(StandardCharsets.UTF_8), Short.BYTES);
                at++;
            }
            else if (part == 'd')
            {
                final byte[] data = new byte[random.nextInt(4) == 0 ? random.nextInt(MAX_DATA_LENGTH) : random.nextInt(40)];
                random.nextBytes(data);
                bytes(data, Integer.BYTES);
                at++;
            }
            else
            {
                at = group(parts, at);
            }
        }
    }

    private int group(final String parts, final int from)
    {
        final int open = parts.indexOf('[', from);
        int close = open + 1;
        for (int depth = 1; depth > 0; close++)
        {
            depth += parts.charAt(close) == '[' ? 1 : parts.charAt(close) == ']' ? -1 : 0;
        }
        final int blockLength = Integer.parseInt(parts.substring(from, open));
        final int count = random.nextInt(MAX_ENTRIES);
        putShort(blockLength);
        putShort(count);
        for (int i = 0; i < count; i++)
        {
            block(blockLength);
            parts(parts, open + 1, close - 1);
        }
        return close;
    }

    /** Fields of any lengths, since the values matter and not where they end. */
    private void block(final int length)
    {
        final int blockEnd = end + length;
        buffer.setMemory(end, length, (byte)0);
        while (end < blockEnd)
        {
            final int width = 1 << random.nextInt(4);
            final long value = random.nextInt(8) == 0 ? random.nextLong() : BOUNDS[random.nextInt(BOUNDS.length)];
            for (int i = 0; i < width && end < blockEnd; i++)
            {
                buffer.putByte(end++, (byte)(value >>> 8 * i));
            }
        }
    }

    private void bytes(final byte[] bytes, final int headerLength)
    {
        if (headerLength == Short.BYTES)
        {
            putShort(bytes.length);
        }
        else
        {
            buffer.putInt(end, bytes.length, ByteOrder.LITTLE_ENDIAN);
            end += Integer.BYTES;
        }
        buffer.putBytes(end, bytes);
        end += bytes.length;
    }

    private void putShort(final int value)
    {
        buffer.putShort(end, (short)value, ByteOrder.LITTLE_ENDIAN);
        end += Short.BYTES;
    }
}
