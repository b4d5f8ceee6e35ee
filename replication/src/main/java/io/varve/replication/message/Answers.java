package io.varve.replication.message;

import io.varve.api.Positions;
import io.varve.codec.protocol.ChallengeEncoder;
import io.varve.codec.protocol.GoodbyeEncoder;
import io.varve.codec.protocol.HeartbeatEncoder;
import io.varve.codec.protocol.IdsEncoder;
import io.varve.codec.protocol.MessageHeaderEncoder;
import io.varve.codec.protocol.PositionsEncoder;
import io.varve.codec.protocol.ProgressEncoder;
import io.varve.codec.protocol.PublisherOpenedEncoder;
import io.varve.codec.protocol.RefusalCode;
import io.varve.codec.protocol.RefusedEncoder;
import io.varve.codec.protocol.WelcomeEncoder;
import org.agrona.ExpandableArrayBuffer;

import java.util.function.LongSupplier;

/** Answers to one client that are not on the hot path, put into bytes and sent in order. */
public final class Answers
{
    private final AnswerQueue queue;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1_024);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final WelcomeEncoder welcome = new WelcomeEncoder();
    private final ChallengeEncoder challenge = new ChallengeEncoder();
    private final RefusedEncoder refused = new RefusedEncoder();
    private final GoodbyeEncoder goodbye = new GoodbyeEncoder();
    private final HeartbeatEncoder heartbeat = new HeartbeatEncoder();
    private final ProgressEncoder progress = new ProgressEncoder();
    private final PublisherOpenedEncoder opened = new PublisherOpenedEncoder();
    private final IdsEncoder ids = new IdsEncoder();

    /** Through a queue. */
    public Answers(final AnswerQueue queue)
    {
        this.queue = queue;
    }

    private void send(final int encodedLength)
    {
        queue.send(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
    }

    /** Puts positions where a message has them. */
    public static void put(final PositionsEncoder encoder, final Positions positions)
    {
        encoder.journaled(positions.journaled()).synced(positions.synced()).replicated(positions.replicated());
    }

    /** Begins a Welcome; {@link #sendWelcome} ends it. */
    public WelcomeEncoder welcome()
    {
        return welcome.wrapAndApplyHeader(buffer, 0, header);
    }

    /** Sends the Welcome that was begun. */
    public void sendWelcome()
    {
        send(welcome.encodedLength());
    }

    /** Asks for a proof. */
    public void challenge(final byte[] bytes)
    {
        challenge.wrapAndApplyHeader(buffer, 0, header).putChallenge(bytes, 0, bytes.length);
        send(challenge.encodedLength());
    }

    /**
     * Refuses a request, a batch or a client.
     *
     * @param requestId 0 for none.
     * @param publisher 0 for none.
     * @param sequence  0 for none.
     */
    public void refused(
        final long requestId, final long publisher, final long sequence, final RefusalCode code, final String text)
    {
        refused.wrapAndApplyHeader(buffer, 0, header)
            .requestId(requestId).publisher(publisher).sequence(sequence).code(code).text(Texts.line(text));
        send(refused.encodedLength());
    }

    /** Ends the connection. */
    public void goodbye(final RefusalCode code, final String text)
    {
        goodbye.wrapAndApplyHeader(buffer, 0, header).code(code == null ? 0 : code.value()).text(Texts.line(text));
        send(goodbye.encodedLength());
    }

    /** Says that the node is there. */
    public void heartbeat(final Positions positions)
    {
        put(heartbeat.wrapAndApplyHeader(buffer, 0, header).positions(), positions);
        send(heartbeat.encodedLength());
    }

    /** Answers an Await. */
    public void progress(final Positions positions)
    {
        put(progress.wrapAndApplyHeader(buffer, 0, header).positions(), positions);
        send(progress.encodedLength());
    }

    /** Answers OpenPublisher. */
    public void publisherOpened(
        final long requestId, final long publisher, final int window, final long session, final long lastSequence)
    {
        opened.wrapAndApplyHeader(buffer, 0, header)
            .requestId(requestId).publisher(publisher).window(window).session(session).lastSequence(lastSequence);
        send(opened.encodedLength());
    }

    /** Answers NewIds: a run is made as long as neighbours come. */
    public void ids(final long requestId, final int amount, final LongSupplier next)
    {
        final long[] firsts = new long[amount];
        final int[] lengths = new int[amount];
        int runs = 0;
        for (int i = 0; i < amount; i++)
        {
            final long id = next.getAsLong();
            if (runs > 0 && firsts[runs - 1] + lengths[runs - 1] == id)
            {
                lengths[runs - 1]++;
            }
            else
            {
                firsts[runs] = id;
                lengths[runs++] = 1;
            }
        }
        final IdsEncoder.RunsEncoder encoder =
            ids.wrapAndApplyHeader(buffer, 0, header).requestId(requestId).runsCount(runs);
        for (int i = 0; i < runs; i++)
        {
            encoder.next().first(firsts[i]).length(lengths[i]);
        }
        send(ids.encodedLength());
    }
}
