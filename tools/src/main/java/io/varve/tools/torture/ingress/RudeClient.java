package io.varve.tools.torture.ingress;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.Subscription;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** One client of bad manners: a connection after the other, each with a temper of its own, decided by a seed. */
final class RudeClient
{
    private static final int INGRESS_STREAM_ID = 1;
    private static final int RESPONSE_STREAM_ID = 2;
    private static final int BUFFER_LENGTH = 256 * 1024;
    private static final int MAX_MESSAGES = 3_000;
    private static final int MAX_FLIPS = 4;
    private static final int MAX_NOISE_LENGTH = 600;
    private static final long CONNECT_NS = TimeUnit.SECONDS.toNanos(5);

    /** A connection that cannot send for so long is given up: the node may stop to read it, but then it ends it. */
    private static final long STUCK_NS = TimeUnit.SECONDS.toNanos(2);

    /** How a connection behaves. */
    private enum Temper
    {
        /** Bytes of any kind. */
        NOISE,

        /** Messages of the right shape with any contents. */
        DICE,

        /** An honest client some of whose messages are damaged. */
        DAMAGED,

        /** An honest client among whose messages are others of the right shape. */
        MIXED,

        /** An honest client that never takes an answer. */
        DEAF
    }

    private final Aeron aeron;
    private final String channel;
    private final String responseChannel;
    private final Random random;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
    private final MessageDice dice;
    private HonestScript script;
    private Temper temper;
    private Subscription subscription;
    private Publication publication;
    private int messagesLeft;
    private long sinceNs;
    private boolean wasConnected;
    private long sent;

    RudeClient(final Aeron aeron, final String channel, final String responseChannel, final Random random)
    {
        this.aeron = aeron;
        this.channel = channel;
        this.responseChannel = responseChannel;
        this.random = random;
        dice = new MessageDice(random, buffer);
    }

    /** Messages that were sent over all connections. */
    long sent()
    {
        return sent;
    }

    /** One step of it, without waiting. */
    void step(final long nowNs)
    {
        if (publication == null)
        {
            connect(nowNs);
        }
        else if (!publication.isConnected())
        {
            if (wasConnected || nowNs - sinceNs > CONNECT_NS)
            {
                close();
            }
        }
        else
        {
            if (!wasConnected)
            {
                wasConnected = true;
                sinceNs = nowNs;
            }
            talk(nowNs);
        }
    }

    private void connect(final long nowNs)
    {
        temper = Temper.values()[random.nextInt(Temper.values().length)];
        script = new HonestScript(buffer);
        messagesLeft = 1 + random.nextInt(MAX_MESSAGES);
        subscription = aeron.addSubscription(responseChannel, RESPONSE_STREAM_ID);
        publication = aeron.addPublication(
            channel + "|response-correlation-id=" + subscription.registrationId(), INGRESS_STREAM_ID);
        wasConnected = false;
        sinceNs = nowNs;
    }

    private void talk(final long nowNs)
    {
        if (temper != Temper.DEAF)
        {
            subscription.poll((answer, offset, length, header) -> { }, 32);
        }
        final int length = message();
        final long result = publication.offer(buffer, 0, Math.min(length, publication.maxMessageLength()));
        if (result > 0)
        {
            sent++;
            sinceNs = nowNs;
            if (--messagesLeft == 0)
            {
                close(); // in the middle of whatever it was saying
            }
        }
        else if (nowNs - sinceNs > STUCK_NS)
        {
            close();
        }
    }

    private int message()
    {
        return switch (temper)
        {
            case NOISE -> noise();
            case DICE -> dice.next();
            case DEAF -> script.next();
            case DAMAGED -> script.isInside() && random.nextInt(20) == 0 ? damaged(script.next()) : script.next();
            case MIXED -> script.isInside() && random.nextInt(3) == 0 ? dice.next() : script.next();
        };
    }

    private int noise()
    {
        final byte[] bytes = new byte[random.nextInt(MAX_NOISE_LENGTH)];
        random.nextBytes(bytes);
        buffer.putBytes(0, bytes);
        return bytes.length;
    }

    private int damaged(final int length)
    {
        final int flips = 1 + random.nextInt(MAX_FLIPS);
        for (int i = 0; i < flips; i++)
        {
            final int at = random.nextInt(length);
            buffer.putByte(at, (byte)(random.nextBoolean() ? buffer.getByte(at) ^ 1 << random.nextInt(8) : random.nextInt()));
        }
        return switch (random.nextInt(4))
        {
            case 0 -> random.nextInt(length);
            case 1 -> length + random.nextInt(MAX_NOISE_LENGTH);
            default -> length;
        };
    }

    /** Ends the connection without a word. */
    void close()
    {
        if (publication != null)
        {
            publication.close();
            subscription.close();
            publication = null;
        }
    }
}
