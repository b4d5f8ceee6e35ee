package io.varve.replication.message;

import io.varve.codec.protocol.AuthenticateDecoder;
import io.varve.codec.protocol.AwaitDecoder;
import io.varve.codec.protocol.CancelDecoder;
import io.varve.codec.protocol.ClosePublisherDecoder;
import io.varve.codec.protocol.CreditDecoder;
import io.varve.codec.protocol.DefineNameDecoder;
import io.varve.codec.protocol.FragmentDecoder;
import io.varve.codec.protocol.GetHeadDecoder;
import io.varve.codec.protocol.GetStreamDecoder;
import io.varve.codec.protocol.GoodbyeDecoder;
import io.varve.codec.protocol.HeartbeatDecoder;
import io.varve.codec.protocol.HelloDecoder;
import io.varve.codec.protocol.Level;
import io.varve.codec.protocol.NameKind;
import io.varve.codec.protocol.NewIdsDecoder;
import io.varve.codec.protocol.OpenPublisherDecoder;
import io.varve.codec.protocol.PublishDecoder;
import io.varve.codec.protocol.PublishTransactionDecoder;
import io.varve.codec.protocol.ReadDecoder;
import io.varve.codec.protocol.SkipCorruptDecoder;
import io.varve.codec.protocol.StoreCursorDecoder;
import io.varve.codec.protocol.SubscribeDecoder;

import java.util.Arrays;

import static io.varve.replication.message.MessageShape.block;

/** Shapes of the messages that clients send, by template. */
public final class ClientShapes
{
    private static final int TEMPLATES = 64;
    private static final MessageShape[] SHAPES = new MessageShape[TEMPLATES];

    private static final int[] KINDS = Arrays.stream(NameKind.values())
        .filter(kind -> kind != NameKind.NULL_VAL).mapToInt(NameKind::value).toArray();
    private static final int[] LEVELS = Arrays.stream(Level.values())
        .filter(level -> level != Level.NULL_VAL).mapToInt(Level::value).toArray();

    static
    {
        final MessageShape publishEvent = block(PublishDecoder.EventsDecoder.sbeBlockLength()).data();
        final MessageShape partEvent = block(PublishTransactionDecoder.PartsDecoder.EventsDecoder.sbeBlockLength()).data();
        final MessageShape part =
            block(PublishTransactionDecoder.PartsDecoder.sbeBlockLength()).group(partEvent).text().data();
        final MessageShape type = block(ReadDecoder.TypesDecoder.sbeBlockLength()).text();

        put(HelloDecoder.TEMPLATE_ID, block(HelloDecoder.BLOCK_LENGTH).text());
        put(AuthenticateDecoder.TEMPLATE_ID, block(AuthenticateDecoder.BLOCK_LENGTH));
        put(HeartbeatDecoder.TEMPLATE_ID, block(HeartbeatDecoder.BLOCK_LENGTH));
        put(GoodbyeDecoder.TEMPLATE_ID, block(GoodbyeDecoder.BLOCK_LENGTH).text());
        put(FragmentDecoder.TEMPLATE_ID, block(FragmentDecoder.BLOCK_LENGTH).data());
        put(DefineNameDecoder.TEMPLATE_ID, block(DefineNameDecoder.BLOCK_LENGTH)
            .oneOf(DefineNameDecoder.kindEncodingOffset(), "kind", KINDS).text().text());
        put(OpenPublisherDecoder.TEMPLATE_ID, block(OpenPublisherDecoder.BLOCK_LENGTH).text());
        put(ClosePublisherDecoder.TEMPLATE_ID, block(ClosePublisherDecoder.BLOCK_LENGTH));
        put(PublishDecoder.TEMPLATE_ID, block(PublishDecoder.BLOCK_LENGTH).group(publishEvent).text().data());
        put(PublishTransactionDecoder.TEMPLATE_ID, block(PublishTransactionDecoder.BLOCK_LENGTH).group(part));
        put(AwaitDecoder.TEMPLATE_ID, block(AwaitDecoder.BLOCK_LENGTH)
            .oneOf(AwaitDecoder.levelEncodingOffset(), "level", LEVELS));
        put(NewIdsDecoder.TEMPLATE_ID, block(NewIdsDecoder.BLOCK_LENGTH));
        put(GetHeadDecoder.TEMPLATE_ID, block(GetHeadDecoder.BLOCK_LENGTH));
        put(GetStreamDecoder.TEMPLATE_ID, block(GetStreamDecoder.BLOCK_LENGTH).text().text().text());
        put(ReadDecoder.TEMPLATE_ID, block(ReadDecoder.BLOCK_LENGTH).group(type).text().text().text());
        put(SubscribeDecoder.TEMPLATE_ID, block(SubscribeDecoder.BLOCK_LENGTH)
            .oneOf(SubscribeDecoder.levelEncodingOffset(), "level", LEVELS).group(type).text().text().text().text());
        put(CreditDecoder.TEMPLATE_ID, block(CreditDecoder.BLOCK_LENGTH));
        put(CancelDecoder.TEMPLATE_ID, block(CancelDecoder.BLOCK_LENGTH));
        put(StoreCursorDecoder.TEMPLATE_ID, block(StoreCursorDecoder.BLOCK_LENGTH));
        put(SkipCorruptDecoder.TEMPLATE_ID, block(SkipCorruptDecoder.BLOCK_LENGTH));
    }

    private ClientShapes()
    {
    }

    private static void put(final int template, final MessageShape shape)
    {
        SHAPES[template] = shape;
    }

    /** @return null for a template that clients do not send. */
    public static MessageShape of(final int template)
    {
        return template < TEMPLATES ? SHAPES[template] : null;
    }
}
