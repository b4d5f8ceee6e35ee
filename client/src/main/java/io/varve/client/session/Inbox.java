package io.varve.client.session;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.protocol.AckDecoder;
import io.varve.codec.protocol.ChallengeDecoder;
import io.varve.codec.protocol.FragmentDecoder;
import io.varve.codec.protocol.GoodbyeDecoder;
import io.varve.codec.protocol.HeartbeatDecoder;
import io.varve.codec.protocol.MessageHeaderDecoder;
import io.varve.codec.protocol.NameDecoder;
import io.varve.codec.protocol.ProgressDecoder;
import io.varve.codec.protocol.RefusalCode;
import io.varve.codec.protocol.RefusedDecoder;
import io.varve.codec.protocol.WelcomeDecoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** Takes in what the node sends over one link, and hands it to whom it is for. For who polls. */
final class Inbox
{
    /** Longest message that is put together from fragments. */
    private static final int MAX_LENGTH = 4 << 20;

    private final NodeConnection connection;
    private final ReceivedNames names = new ReceivedNames();
    private final ExpandableArrayBuffer whole = new ExpandableArrayBuffer(1_024);
    private int wholeLength;
    private int received;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final AckDecoder ack = new AckDecoder();
    private final FragmentDecoder fragment = new FragmentDecoder();
    private final HeartbeatDecoder heartbeat = new HeartbeatDecoder();
    private final NameDecoder name = new NameDecoder();
    private final ProgressDecoder progress = new ProgressDecoder();
    private final RefusedDecoder refused = new RefusedDecoder();

    private long lastReceivedNs = System.nanoTime();
    private Session session;
    private byte[] challenge;
    private Terms terms;
    private RuntimeException refusal;
    private boolean isRefusedForGood;
    private String goodbye;

    Inbox(final NodeConnection connection)
    {
        this.connection = connection;
    }

    ReceivedNames names()
    {
        return names;
    }

    /** In which everything that comes from now on is answered. */
    void session(final Session newSession)
    {
        session = newSession;
    }

    long lastReceivedNs()
    {
        return lastReceivedNs;
    }

    /** Takes the challenge, null for none. */
    byte[] takeChallenge()
    {
        final byte[] taken = challenge;
        challenge = null;
        return taken;
    }

    /** What the node's welcome says, null as long as there is none. */
    Terms terms()
    {
        return terms;
    }

    /** Why the client was refused, or null. */
    RuntimeException refusal()
    {
        return refusal;
    }

    /** Whether trying again would not help. */
    boolean isRefusedForGood()
    {
        return isRefusedForGood;
    }

    /** Why the node ends the connection, or null. */
    String goodbye()
    {
        return goodbye;
    }

    void onMessage(final DirectBuffer buffer, final int offset, final int length)
    {
        lastReceivedNs = System.nanoTime();
        if (length < MessageHeaderDecoder.ENCODED_LENGTH)
        {
            throw new EventLogException(ErrorCode.PROTOCOL, "node sent a message without a header: bytes=" + length);
        }
        header.wrap(buffer, offset);
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID)
        {
            throw new EventLogException(ErrorCode.PROTOCOL, "node speaks another protocol: schema=" + header.schemaId());
        }
        switch (header.templateId())
        {
            case AckDecoder.TEMPLATE_ID -> onAck(buffer, offset);
            case FragmentDecoder.TEMPLATE_ID -> onFragment(buffer, offset);
            case HeartbeatDecoder.TEMPLATE_ID ->
                connection.positions().advance(heartbeat.wrapAndApplyHeader(buffer, offset, header).positions());
            case ProgressDecoder.TEMPLATE_ID ->
            {
                connection.positions().advance(progress.wrapAndApplyHeader(buffer, offset, header).positions());
                connection.levels().onProgress();
            }
            case NameDecoder.TEMPLATE_ID ->
            {
                name.wrapAndApplyHeader(buffer, offset, header);
                names.add(name.number(), name.domain(), name.name());
            }
            case RefusedDecoder.TEMPLATE_ID -> onRefused(refused.wrapAndApplyHeader(buffer, offset, header));
            case WelcomeDecoder.TEMPLATE_ID -> onWelcome(new WelcomeDecoder().wrapAndApplyHeader(buffer, offset, header));
            case ChallengeDecoder.TEMPLATE_ID ->
            {
                challenge = new byte[Greeting.HASH_LENGTH];
                new ChallengeDecoder().wrapAndApplyHeader(buffer, offset, header)
                    .getChallenge(challenge, 0, Greeting.HASH_LENGTH);
            }
            case GoodbyeDecoder.TEMPLATE_ID ->
                goodbye = "node ended the connection: " + new GoodbyeDecoder().wrapAndApplyHeader(buffer, offset, header).text();
            default -> onAnswer(buffer, offset, length);
        }
    }

    private void onWelcome(final WelcomeDecoder welcome)
    {
        connection.positions().reset(welcome.positions());
        terms = Terms.of(welcome);
    }

    private void onAck(final DirectBuffer buffer, final int offset)
    {
        ack.wrapAndApplyHeader(buffer, offset, header);
        connection.positions().advance(ack.positions());
        final PublisherEnd publisher = connection.publisher((int)ack.publisher());
        if (publisher != null)
        {
            publisher.onAck(session, ack);
        }
    }

    private void onRefused(final RefusedDecoder message)
    {
        final long requestId = message.requestId();
        final int publisher = (int)message.publisher();
        final long sequence = message.sequence();
        final int code = message.codeRaw();
        final RuntimeException why = Refusals.of(code, message.text());
        if (requestId != 0)
        {
            final Request request = connection.requests().find(requestId);
            if (request != null && request.onRefused(why))
            {
                connection.requests().end(request);
            }
        }
        else if (publisher != 0)
        {
            final PublisherEnd end = connection.publisher(publisher);
            if (end != null)
            {
                end.onBatchRefused(sequence, why);
            }
        }
        else
        {
            refusal = why;
            isRefusedForGood = code == RefusalCode.UNAUTHENTICATED.value() || code == RefusalCode.PROTOCOL_VERSION.value();
        }
    }

    /** All answers to questions begin with the question's number. */
    private void onAnswer(final DirectBuffer buffer, final int offset, final int length)
    {
        if (header.blockLength() < Long.BYTES || length < MessageHeaderDecoder.ENCODED_LENGTH + Long.BYTES)
        {
            return; // of a newer version, and not for us
        }
        final Request request = connection.requests().find(
            buffer.getLong(offset + MessageHeaderDecoder.ENCODED_LENGTH, MessageHeaderDecoder.BYTE_ORDER));
        if (request != null && request.session() == session && request.onAnswer(header, buffer, offset, length))
        {
            connection.requests().end(request);
        }
    }

    private void onFragment(final DirectBuffer buffer, final int offset)
    {
        fragment.wrapAndApplyHeader(buffer, offset, header);
        final long total = fragment.totalLength();
        final long sliceOffset = fragment.sliceOffset();
        final int sliceLength = fragment.sliceLength();
        if (sliceOffset == 0)
        {
            received = 0;
            wholeLength = (int)Math.min(total, MAX_LENGTH + 1);
        }
        if (total != wholeLength || total > MAX_LENGTH || sliceOffset != received || sliceLength > total - sliceOffset)
        {
            throw new EventLogException(ErrorCode.PROTOCOL, "node sent a fragment that does not fit: total=" + total + ", offset=" +
                sliceOffset + ", bytes=" + sliceLength + ", received=" + received + " of " + wholeLength);
        }
        received += fragment.getSlice(whole, received, sliceLength);
        if (received == wholeLength)
        {
            received = 0;
            wholeLength = 0;
            onMessage(whole, 0, (int)total);
        }
    }
}
