package io.varve.replication.message;

import io.varve.codec.protocol.AwaitEncoder;
import io.varve.codec.protocol.DefineNameEncoder;
import io.varve.codec.protocol.MessageHeaderEncoder;
import io.varve.codec.protocol.PublishDecoder;
import io.varve.codec.protocol.PublishEncoder;
import io.varve.codec.protocol.RefusalCode;
import io.varve.codec.protocol.SubscribeEncoder;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import java.util.Random;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MessageShapeTest
{
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final MessageShape shape = ClientShapes.of(PublishDecoder.TEMPLATE_ID);

    private int publish(final int events)
    {
        final PublishEncoder publish = new PublishEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        final PublishEncoder.EventsEncoder group = publish.eventsCount(events);
        for (int i = 0; i < events; i++)
        {
            group.next().eventType(i).putData(new byte[i], 0, i);
        }
        publish.key("key").putMetadata(new byte[5], 0, 5);
        return HEADER + publish.encodedLength();
    }

    @Test
    void shouldTakeAWholeMessageAndNoneThatIsCut()
    {
        for (int events = 0; events < 6; events++)
        {
            final int length = publish(events);
            shape.check(buffer, HEADER, length, PublishDecoder.BLOCK_LENGTH);
            shape.check(buffer, HEADER, length + 1, PublishDecoder.BLOCK_LENGTH);
            for (int end = HEADER; end < length; end++)
            {
                final int cut = end;
                assertThrows(ProtocolBreach.class, () -> shape.check(buffer, HEADER, cut, PublishDecoder.BLOCK_LENGTH));
            }
        }
    }

    @Test
    void shouldRefuseABlockThatIsTooShortOrTooLong()
    {
        final int length = publish(1);
        assertThrows(ProtocolBreach.class, () -> shape.check(buffer, HEADER, length, PublishDecoder.BLOCK_LENGTH - 1));
        assertThrows(ProtocolBreach.class, () -> shape.check(buffer, HEADER, length, 65_535));
    }

    /** Takes of all values of a byte in the block only some. */
    private void assertTakesOnly(
        final int template, final int blockLength, final int length, final int offset, final Set<Integer> known)
    {
        for (int value = 0; value < 256; value++)
        {
            buffer.putByte(HEADER + offset, (byte)value);
            final Executable check = () -> ClientShapes.of(template).check(buffer, HEADER, HEADER + length, blockLength);
            if (known.contains(value))
            {
                assertDoesNotThrow(check, "value=" + value);
            }
            else
            {
                assertEquals(RefusalCode.MALFORMED, assertThrows(ProtocolBreach.class, check, "value=" + value).code());
            }
        }
    }

    @Test
    void shouldTakeOnlyValuesThatTheSchemaKnows()
    {
        final MessageHeaderEncoder header = new MessageHeaderEncoder();
        final DefineNameEncoder define =
            new DefineNameEncoder().wrapAndApplyHeader(buffer, 0, header).number(1).domain("d").name("n");
        assertTakesOnly(DefineNameEncoder.TEMPLATE_ID, DefineNameEncoder.BLOCK_LENGTH, define.encodedLength(),
            DefineNameEncoder.kindEncodingOffset(), Set.of(1, 2));
        final AwaitEncoder await = new AwaitEncoder().wrapAndApplyHeader(buffer, 0, header).position(1);
        assertTakesOnly(AwaitEncoder.TEMPLATE_ID, AwaitEncoder.BLOCK_LENGTH, await.encodedLength(),
            AwaitEncoder.levelEncodingOffset(), Set.of(0, 1, 2, 3));
        final SubscribeEncoder subscribe = new SubscribeEncoder().wrapAndApplyHeader(buffer, 0, header);
        subscribe.typesCount(1).next().eventType("T");
        subscribe.domain("").aggregate("").key("").cursor("c");
        assertTakesOnly(SubscribeEncoder.TEMPLATE_ID, SubscribeEncoder.BLOCK_LENGTH, subscribe.encodedLength(),
            SubscribeEncoder.levelEncodingOffset(), Set.of(0, 1, 2, 3));
    }

    @Test
    void shouldNeverLetACodecReadBehindTheEnd()
    {
        final long seed = new Random().nextLong();
        final Random random = new Random(seed);
        int taken = 0;
        for (int round = 0; round < 50_000; round++)
        {
            final int length = publish(random.nextInt(4));
            final byte[] bytes = new byte[length];
            buffer.getBytes(0, bytes);
            for (int i = random.nextInt(3); i >= 0; i--)
            {
                bytes[HEADER + random.nextInt(length - HEADER)] = (byte)random.nextInt();
            }
            final UnsafeBuffer exact = new UnsafeBuffer(bytes); // its own bounds checks tell whether something went behind
            try
            {
                shape.check(exact, HEADER, length, PublishDecoder.BLOCK_LENGTH);
            }
            catch (final ProtocolBreach e)
            {
                continue;
            }
            taken++;
            final PublishDecoder publish = new PublishDecoder();
            publish.wrap(exact, HEADER, PublishDecoder.BLOCK_LENGTH, 1);
            for (final PublishDecoder.EventsDecoder event : publish.events())
            {
                event.skipData();
            }
            publish.skipKey();
            publish.skipMetadata();
            assertTrue(publish.limit() <= length, "seed=" + seed + ", round=" + round);
        }
        assertTrue(taken > 0, "seed=" + seed);
    }
}
