package io.varve.replication.fuzz;

import io.varve.codec.protocol.AuthenticateEncoder;
import io.varve.codec.protocol.AwaitEncoder;
import io.varve.codec.protocol.CancelEncoder;
import io.varve.codec.protocol.ClosePublisherEncoder;
import io.varve.codec.protocol.CreditEncoder;
import io.varve.codec.protocol.DefineNameEncoder;
import io.varve.codec.protocol.FragmentEncoder;
import io.varve.codec.protocol.GetHeadEncoder;
import io.varve.codec.protocol.GetStreamEncoder;
import io.varve.codec.protocol.HeartbeatEncoder;
import io.varve.codec.protocol.HelloEncoder;
import io.varve.codec.protocol.Level;
import io.varve.codec.protocol.MessageHeaderEncoder;
import io.varve.codec.protocol.NameKind;
import io.varve.codec.protocol.NewIdsEncoder;
import io.varve.codec.protocol.OpenPublisherEncoder;
import io.varve.codec.protocol.PublishEncoder;
import io.varve.codec.protocol.PublishTransactionEncoder;
import io.varve.codec.protocol.ReadEncoder;
import io.varve.codec.protocol.SkipCorruptEncoder;
import io.varve.codec.protocol.StoreCursorEncoder;
import io.varve.codec.protocol.SubscribeEncoder;
import org.agrona.MutableDirectBuffer;

import java.util.Random;

/** Makes messages of every kind that a client can send, each one whole, with numbers that are sometimes right. */
final class MessageMaker
{
    /** Kinds of messages. */
    static final int KINDS = 20;

    private static final String[] TEXTS = {"", "shop", "order", "Placed", "Shop!", "\u00e9\u4e2d", "a/b", ".", "x".repeat(300)};
    private static final int MAX_DATA = 3_000;

    private final Random random;
    private final MutableDirectBuffer buffer;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private long sequence = 1;

    MessageMaker(final Random random, final MutableDirectBuffer buffer)
    {
        this.random = random;
        this.buffer = buffer;
    }

    /** Numbers of batches begin anew, with a new connection. */
    void begin()
    {
        sequence = 1;
    }

    private String text()
    {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private long number()
    {
        return switch (random.nextInt(6))
        {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> Long.MAX_VALUE;
            case 3 -> Long.MIN_VALUE;
            default -> 1 + random.nextInt(4);
        };
    }

    private int small()
    {
        return 1 + random.nextInt(3);
    }

    private byte[] data()
    {
        final byte[] data = new byte[random.nextInt(8) == 0 ? random.nextInt(MAX_DATA) : random.nextInt(64)];
        random.nextBytes(data);
        return data;
    }

    private static int length(final int encodedLength)
    {
        return MessageHeaderEncoder.ENCODED_LENGTH + encodedLength;
    }

    int hello()
    {
        final HelloEncoder hello =
            new HelloEncoder().wrapAndApplyHeader(buffer, 0, header).protocolVersion(1).wantsPlace((short)1).client("fuzz");
        return length(hello.encodedLength());
    }

    int define(final int number, final NameKind kind, final String domain, final String name)
    {
        final DefineNameEncoder define = new DefineNameEncoder().wrapAndApplyHeader(buffer, 0, header)
            .number(number).kind(kind).domain(domain).name(name);
        return length(define.encodedLength());
    }

    int openPublisher(final int number)
    {
        final OpenPublisherEncoder open = new OpenPublisherEncoder().wrapAndApplyHeader(buffer, 0, header)
            .requestId(1).publisher(number).window(16).session(0).producer("");
        return length(open.encodedLength());
    }

    /** A batch that is right, after the names and publisher 1. */
    int publish()
    {
        return publish(1, sequence++, 1, 2, -1, false);
    }

    private int publish(
        final long publisher,
        final long number,
        final long aggregate,
        final long type,
        final long expected,
        final boolean isOdd)
    {
        final PublishEncoder publish = new PublishEncoder().wrapAndApplyHeader(buffer, 0, header)
            .sequence(number).id(random.nextInt(9)).expectedVersion(expected).timestamp(Long.MIN_VALUE)
            .publisher(publisher).aggregate(aggregate).isKeyed((short)(isOdd ? random.nextInt(2) : 0));
        final int count = isOdd ? random.nextInt(4) : 1;
        final PublishEncoder.EventsEncoder events = publish.eventsCount(count);
        for (int i = 0; i < count; i++)
        {
            final byte[] data = data();
            events.next().eventType(type).putData(data, 0, data.length);
        }
        final byte[] metadata = isOdd && random.nextBoolean() ? data() : new byte[0];
        publish.key(isOdd ? text() : "").putMetadata(metadata, 0, metadata.length);
        return length(publish.encodedLength());
    }

    private int transaction()
    {
        final PublishTransactionEncoder transaction = new PublishTransactionEncoder().wrapAndApplyHeader(buffer, 0, header)
            .sequence(random.nextBoolean() ? sequence++ : number()).publisher(small());
        final int count = random.nextInt(4);
        final PublishTransactionEncoder.PartsEncoder parts = transaction.partsCount(count);
        for (int i = 0; i < count; i++)
        {
            parts.next().id(number()).expectedVersion(-1 - random.nextInt(3)).timestamp(number()).aggregate(small())
                .isKeyed((short)random.nextInt(2));
            final int eventCount = random.nextInt(3);
            final PublishTransactionEncoder.PartsEncoder.EventsEncoder events = parts.eventsCount(eventCount);
            for (int j = 0; j < eventCount; j++)
            {
                final byte[] data = data();
                events.next().eventType(small()).putData(data, 0, data.length);
            }
            parts.key(text()).putMetadata(new byte[0], 0, 0);
        }
        return length(transaction.encodedLength());
    }

    private int read()
    {
        final ReadEncoder read = new ReadEncoder().wrapAndApplyHeader(buffer, 0, header)
            .requestId(number()).credit(number()).id(number()).hasId((short)random.nextInt(2))
            .fromTimestamp(number()).toTimestamp(number()).fromRecordedAt(number()).toRecordedAt(number())
            .fromPosition(number()).toPosition(number()).maxEvents(number())
            .isBackwards((short)random.nextInt(2)).isExplain((short)random.nextInt(2)).fromVersion(number()).toVersion(number());
        final int count = random.nextInt(3);
        final ReadEncoder.TypesEncoder types = read.typesCount(count);
        for (int i = 0; i < count; i++)
        {
            types.next().eventType(text());
        }
        read.domain(text()).aggregate(text()).key(text());
        return length(read.encodedLength());
    }

    private int subscribe()
    {
        final SubscribeEncoder subscribe = new SubscribeEncoder().wrapAndApplyHeader(buffer, 0, header)
            .requestId(number()).credit(number()).level(Level.get((short)random.nextInt(4)))
            .hasId((short)random.nextInt(2)).id(number())
            .fromTimestamp(number()).toTimestamp(number()).fromRecordedAt(number()).toRecordedAt(number())
            .part(random.nextInt(3)).parts(random.nextInt(4));
        subscribe.from().journalIdHigh(number()).journalIdLow(number()).epoch(number()).position(number()).chain(number());
        subscribe.typesCount(0);
        subscribe.domain(text()).aggregate(text()).key(text()).cursor(text());
        return length(subscribe.encodedLength());
    }

    private int fragment()
    {
        final byte[] data = data();
        final FragmentEncoder fragment = new FragmentEncoder().wrapAndApplyHeader(buffer, 0, header)
            .totalLength(random.nextBoolean() ? data.length : number() & 0xFFFF_FFFFL)
            .sliceOffset(random.nextBoolean() ? 0 : number() & 0xFFFF_FFFFL).putSlice(data, 0, data.length);
        return length(fragment.encodedLength());
    }

    /** Some message. */
    int some(final int kind)
    {
        return switch (kind)
        {
            case 0 -> hello();
            case 1 -> length(new AuthenticateEncoder().wrapAndApplyHeader(buffer, 0, header).encodedLength());
            case 2 -> length(new HeartbeatEncoder().wrapAndApplyHeader(buffer, 0, header).encodedLength());
            case 3 -> define(small(), random.nextBoolean() ? NameKind.AGGREGATE : NameKind.TYPE,
                random.nextBoolean() ? "shop" : "bank", text());
            case 4 -> openPublisher(small());
            case 5 -> length(new ClosePublisherEncoder().wrapAndApplyHeader(buffer, 0, header).publisher(small()).encodedLength());
            case 6 -> transaction();
            case 7 -> length(new AwaitEncoder().wrapAndApplyHeader(buffer, 0, header)
                .position(number()).level(Level.get((short)random.nextInt(4))).encodedLength());
            case 8 -> length(new NewIdsEncoder().wrapAndApplyHeader(buffer, 0, header)
                .requestId(number()).amount(number() & 0xFFFF_FFFFL).encodedLength());
            case 9 -> length(new GetHeadEncoder().wrapAndApplyHeader(buffer, 0, header).requestId(number()).encodedLength());
            case 10 -> length(new GetStreamEncoder().wrapAndApplyHeader(buffer, 0, header).requestId(number()).id(number())
                .isKeyed((short)random.nextInt(2)).domain(text()).aggregate(text()).key(text()).encodedLength());
            case 11 -> read();
            case 12 -> subscribe();
            case 13 -> length(new CreditEncoder().wrapAndApplyHeader(buffer, 0, header)
                .requestId(number()).bytes(number()).encodedLength());
            case 14 -> length(new CancelEncoder().wrapAndApplyHeader(buffer, 0, header).requestId(number()).encodedLength());
            case 15 -> storeCursor();
            case 16 -> length(new SkipCorruptEncoder().wrapAndApplyHeader(buffer, 0, header).requestId(number()).encodedLength());
            case 17 -> fragment();
            case 18 -> publish(small(), number(), small(), small(), number(), true);
            default -> publish();
        };
    }

    private int storeCursor()
    {
        final StoreCursorEncoder store =
            new StoreCursorEncoder().wrapAndApplyHeader(buffer, 0, header).requestId(number());
        store.place().journalIdHigh(0).journalIdLow(0).epoch(0).position(number()).chain(0);
        return length(store.encodedLength());
    }
}
