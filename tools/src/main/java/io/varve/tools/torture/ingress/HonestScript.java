package io.varve.tools.torture.ingress;

import io.varve.codec.protocol.DefineNameEncoder;
import io.varve.codec.protocol.HelloEncoder;
import io.varve.codec.protocol.Level;
import io.varve.codec.protocol.MessageHeaderEncoder;
import io.varve.codec.protocol.NameKind;
import io.varve.codec.protocol.OpenPublisherEncoder;
import io.varve.codec.protocol.PublishEncoder;
import io.varve.codec.protocol.ReadEncoder;
import io.varve.codec.protocol.SubscribeEncoder;
import org.agrona.MutableDirectBuffer;

import java.nio.charset.StandardCharsets;

/**
 * What an honest client says, in order: so that a rude one gets behind the door, where there is more to break. Reads and
 * subscriptions ask for everything.
 */
final class HonestScript
{
    private static final int AGGREGATE = 1;
    private static final int TYPE = 2;
    private static final int PUBLISHER = 1;
    private static final long MUCH = 1L << 30;
    private static final byte[] DATA = "said honestly".getBytes(StandardCharsets.US_ASCII);

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final HelloEncoder hello = new HelloEncoder();
    private final DefineNameEncoder name = new DefineNameEncoder();
    private final OpenPublisherEncoder open = new OpenPublisherEncoder();
    private final PublishEncoder publish = new PublishEncoder();
    private final ReadEncoder read = new ReadEncoder();
    private final SubscribeEncoder subscribe = new SubscribeEncoder();
    private final MutableDirectBuffer buffer;
    private int step;
    private long sequence;
    private long request = 100;

    HonestScript(final MutableDirectBuffer buffer)
    {
        this.buffer = buffer;
    }

    /** Writes the next message at the buffer's beginning; its length. */
    int next()
    {
        return MessageHeaderEncoder.ENCODED_LENGTH + switch (step++)
        {
            case 0 -> hello();
            case 1 -> name(AGGREGATE, NameKind.AGGREGATE, "rude");
            case 2 -> name(TYPE, NameKind.TYPE, "T");
            case 3 -> open();
            case 4 -> subscribe();
            case 5 -> read();
            default -> step % 50 == 0 ? read() : publish();
        };
    }

    /** Whether the first steps are done. */
    boolean isInside()
    {
        return step > 3;
    }

    private int hello()
    {
        hello.wrapAndApplyHeader(buffer, 0, header).protocolVersion(HelloEncoder.SCHEMA_VERSION).wantsPlace((short)0);
        hello.putHostHash(new byte[HelloEncoder.hostHashLength()], 0, HelloEncoder.hostHashLength());
        return hello.client("rude").encodedLength();
    }

    private int name(final int number, final NameKind kind, final String text)
    {
        return name.wrapAndApplyHeader(buffer, 0, header).number(number).kind(kind).domain("torture").name(text).encodedLength();
    }

    private int open()
    {
        return open.wrapAndApplyHeader(buffer, 0, header).requestId(request++).publisher(PUBLISHER).window(512).session(0)
            .producer("").encodedLength();
    }

    private int publish()
    {
        publish.wrapAndApplyHeader(buffer, 0, header).sequence(++sequence).id(sequence & 7).expectedVersion(-1)
            .timestamp(Long.MIN_VALUE).publisher(PUBLISHER).aggregate(AGGREGATE).isKeyed((short)0)
            .eventsCount(1).next().eventType(TYPE).putData(DATA, 0, DATA.length);
        return publish.key("").putMetadata(DATA, 0, 0).encodedLength();
    }

    private int read()
    {
        read.wrapAndApplyHeader(buffer, 0, header).requestId(request++).credit(MUCH).id(0)
            .fromTimestamp(Long.MIN_VALUE).toTimestamp(Long.MAX_VALUE).fromRecordedAt(Long.MIN_VALUE).toRecordedAt(Long.MAX_VALUE)
            .fromPosition(0).toPosition(Long.MAX_VALUE).maxEvents(Long.MAX_VALUE).hasId((short)0).isBackwards((short)0)
            .isExplain((short)0).fromVersion(0).toVersion(Long.MAX_VALUE).typesCount(0);
        return read.domain("").aggregate("").key("").encodedLength();
    }

    private int subscribe()
    {
        subscribe.wrapAndApplyHeader(buffer, 0, header).requestId(request++).credit(MUCH).level(Level.JOURNALED)
            .hasId((short)0).id(0).fromTimestamp(Long.MIN_VALUE).toTimestamp(Long.MAX_VALUE).fromRecordedAt(Long.MIN_VALUE)
            .toRecordedAt(Long.MAX_VALUE).part(0).parts(0);
        subscribe.from().journalIdHigh(0).journalIdLow(0).epoch(0).position(0).chain(0);
        subscribe.typesCount(0);
        return subscribe.domain("").aggregate("").key("").cursor("").encodedLength();
    }
}
