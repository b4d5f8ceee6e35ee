package io.varve.replication.fuzz;

import io.varve.codec.protocol.AckDecoder;
import io.varve.codec.protocol.GoodbyeDecoder;
import io.varve.codec.protocol.MessageHeaderDecoder;
import io.varve.codec.protocol.NameKind;
import io.varve.codec.protocol.WelcomeDecoder;
import io.varve.replication.aeron.MessageHandler;
import io.varve.replication.aeron.RawLink;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Sends a node on {@code aeron:ipc} messages that are wrong in every way that a seed finds: flipped bytes, wrong lengths and
 * counts, cut ends, noise, right messages at the wrong time. Between them a client that keeps to the protocol must be welcomed
 * and get its ack in time: else the node is stuck.
 */
public final class IngressFuzz
{
    private static final long TIMEOUT_NS = 10_000_000_000L;
    private static final int MESSAGES_A_LINK = 60;
    private static final int LINKS_A_CHECK = 16;
    private static final int MAX_NOISE = 2_048;

    private final Random random;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(8_192);
    private final MessageMaker maker;
    private final MessageHandler handler = this::onMessage;
    private long links;
    private long messages;
    private long goodbyes;
    private long checks;
    private boolean isWelcome;
    private boolean isAcked;
    private boolean isGone;

    /**
     * What happened.
     *
     * @param links    connections that were made.
     * @param messages that were sent.
     * @param goodbyes by which the node ended a connection.
     * @param checks   times that a client which keeps to the protocol got its ack.
     * @param stuck    times that it did not.
     */
    public record Report(long links, long messages, long goodbyes, long checks, long stuck)
    {
    }

    /** By a seed: the same one sends the same. */
    public IngressFuzz(final long seed)
    {
        random = new Random(seed);
        maker = new MessageMaker(random, buffer);
    }

    /**
     * Goes on for some time, or until the node is stuck.
     *
     * @param aeronDirectory of the media driver.
     */
    public Report run(final String aeronDirectory, final long durationNs)
    {
        final long endNs = System.nanoTime() + durationNs;
        long stuck = 0;
        try (RawLink.Host host = new RawLink.Host(aeronDirectory))
        {
            do
            {
                for (int i = 0; i < LINKS_A_CHECK && System.nanoTime() - endNs < 0; i++)
                {
                    harass(host);
                }
                stuck += check(host) ? 0 : 1;
            }
            while (stuck == 0 && System.nanoTime() - endNs < 0);
        }
        return new Report(links, messages, goodbyes, checks, stuck);
    }

    private void harass(final RawLink.Host host)
    {
        try (RawLink link = host.connect())
        {
            links++;
            reset();
            if (!await(link, link::isConnected))
            {
                return; // as many as the node takes are there still; the check finds out whether it is more
            }
            final boolean isPolite = random.nextInt(5) > 0;
            if (isPolite)
            {
                greet(link);
            }
            for (int i = 0; i < MESSAGES_A_LINK && !isGone && link.isConnected(); i++)
            {
                final int length = wrong();
                messages++;
                link.poll(handler);
                if (!await(link, () -> !link.isConnected() || link.offer(buffer, 0, length)))
                {
                    return;
                }
            }
        }
    }

    private void reset()
    {
        isWelcome = false;
        isAcked = false;
        isGone = false;
        maker.begin();
    }

    private void greet(final RawLink link)
    {
        send(link, maker.hello());
        send(link, maker.define(1, NameKind.AGGREGATE, "shop", "order"));
        send(link, maker.define(2, NameKind.TYPE, "shop", "Placed"));
        send(link, maker.openPublisher(1));
        send(link, maker.publish());
    }

    private void send(final RawLink link, final int length)
    {
        await(link, () -> !link.isConnected() || link.offer(buffer, 0, length));
    }

    /** @return length of a message that is most probably wrong. */
    private int wrong()
    {
        if (random.nextInt(10) == 0)
        {
            final byte[] noise = new byte[random.nextInt(MAX_NOISE)];
            random.nextBytes(noise);
            buffer.putBytes(0, noise);
            return noise.length;
        }
        int length = maker.some(random.nextInt(MessageMaker.KINDS));
        if (random.nextInt(3) == 0)
        {
            return length;
        }
        for (int i = 1 + random.nextInt(3); i > 0; i--)
        {
            final int at = random.nextInt(length);
            switch (random.nextInt(4))
            {
                case 0 -> buffer.putByte(at, (byte)random.nextInt());
                case 1 -> buffer.putByte(at, (byte)-1);
                case 2 -> buffer.putByte(at, (byte)(buffer.getByte(at) + 1));
                default -> length = 1 + random.nextInt(length);
            }
        }
        return length;
    }

    /** @return whether a client that keeps to the protocol is served. */
    private boolean check(final RawLink.Host host)
    {
        try (RawLink link = host.connect())
        {
            reset();
            final boolean isServed = await(link, link::isConnected) && isServed(link);
            checks += isServed ? 1 : 0;
            return isServed;
        }
    }

    private boolean isServed(final RawLink link)
    {
        greet(link);
        return await(link, () -> isAcked) && isWelcome;
    }

    private boolean await(final RawLink link, final BooleanSupplier condition)
    {
        final long endNs = System.nanoTime() + TIMEOUT_NS;
        while (!condition.getAsBoolean())
        {
            link.poll(handler);
            if (isGone)
            {
                return false;
            }
            if (System.nanoTime() - endNs > 0)
            {
                return false;
            }
            Thread.yield();
        }
        return true;
    }

    private boolean onMessage(final DirectBuffer message, final int offset, final int length)
    {
        final int template = new MessageHeaderDecoder().wrap(message, offset).templateId();
        isWelcome |= template == WelcomeDecoder.TEMPLATE_ID;
        isAcked |= template == AckDecoder.TEMPLATE_ID;
        if (template == GoodbyeDecoder.TEMPLATE_ID)
        {
            goodbyes++;
            isGone = true;
        }
        return true;
    }
}
