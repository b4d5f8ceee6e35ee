package io.varve.replication.aeron;

import io.aeron.Aeron;
import io.aeron.ChannelUri;
import io.aeron.CommonContext;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.exceptions.AeronException;
import io.varve.replication.counter.NodeCounter;
import io.varve.replication.counter.NodeCounters;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The node's end of Aeron: listens on its channels, and reports each client that comes. When the media driver dies, or this
 * process was paused for so long that the driver has given it up, everything is closed, and built anew with a back-off.
 *
 * <p>One thread at a time, but for what its connections say of themselves.
 */
public final class Transport implements AutoCloseable
{
    /** Stream that clients send on. */
    public static final int INGRESS_STREAM_ID = 1;

    /** Stream of the answers. */
    public static final int RESPONSE_STREAM_ID = 2;

    private static final long MIN_RETRY_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long MAX_RETRY_NS = TimeUnit.SECONDS.toNanos(1);

    /** Another thread may be in the middle of a send when this one is closed: its memory stays mapped so long. */
    private static final long CLOSE_LINGER_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final String aeronDirectory;
    private final List<String> channels;
    private final String termLength;
    private final ErrorHandler errorHandler;
    private final ManyToOneConcurrentLinkedQueue<Image> newImages = new ManyToOneConcurrentLinkedQueue<>();
    private final NodeCounters counters;
    private CounterMirror mirror;
    private Aeron aeron;
    private long nextTryNs;
    private long retryNs = MIN_RETRY_NS;

    /**
     * Not connected yet.
     *
     * @param aeronDirectory of the media driver; null for Aeron's default.
     * @param channels       to listen on: {@code aeron:ipc}, or {@code aeron:udp} with an endpoint.
     * @param termLength     of response channels, as Aeron's URIs take it.
     * @param counters       shown in the media driver's counters file.
     */
    public Transport(
        final String aeronDirectory,
        final List<String> channels,
        final String termLength,
        final ErrorHandler errorHandler,
        final NodeCounters counters)
    {
        this.aeronDirectory = aeronDirectory;
        this.channels = List.copyOf(channels);
        this.termLength = termLength;
        this.errorHandler = errorHandler;
        this.counters = counters;
    }

    /**
     * Connects to the media driver and listens.
     *
     * @throws AeronException when there is no driver or a channel cannot be listened on.
     */
    public void connect()
    {
        final Aeron.Context context = new Aeron.Context()
            .errorHandler(errorHandler)
            .closeLingerDurationNs(CLOSE_LINGER_NS)
            .availableImageHandler(newImages::offer);
        if (aeronDirectory != null)
        {
            context.aeronDirectoryName(aeronDirectory);
        }
        final Aeron connected = Aeron.connect(context);
        try
        {
            for (final String channel : channels)
            {
                connected.addSubscription(channel, INGRESS_STREAM_ID);
            }
            mirror = new CounterMirror(counters, connected);
        }
        catch (final RuntimeException e)
        {
            CloseHelper.quietClose(connected);
            throw e;
        }
        aeron = connected;
    }

    /** Whether there is a driver; when not, connections are lost. */
    public boolean isConnected()
    {
        return aeron != null && !aeron.isClosed();
    }

    /**
     * Takes new clients, or tries to get a lost driver back.
     *
     * @return how many there were.
     */
    public int poll(final Consumer<Connection> onClient, final long nowNs)
    {
        if (!isConnected())
        {
            reconnect(nowNs);
            return 0;
        }
        mirror.update(nowNs);
        int count = 0;
        for (Image image = newImages.poll(); image != null; image = newImages.poll())
        {
            if (!image.isClosed())
            {
                final Subscription subscription = image.subscription();
                final ChannelUri channel = ChannelUri.parse(subscription.channel());
                onClient.accept(new Connection(
                    aeron, image, responseChannel(channel, image.correlationId()), RESPONSE_STREAM_ID, channel.isIpc()));
                count++;
            }
        }
        return count;
    }

    private void reconnect(final long nowNs)
    {
        if (nextTryNs != 0 && nowNs - nextTryNs < 0)
        {
            return;
        }
        CloseHelper.quietClose(aeron);
        aeron = null;
        while (newImages.poll() != null)
        {
            // of the driver that is lost
        }
        try
        {
            connect();
            counters.add(NodeCounter.RECONNECTS, 1);
            retryNs = MIN_RETRY_NS;
            nextTryNs = 0;
        }
        catch (final RuntimeException e)
        {
            if (retryNs >= MAX_RETRY_NS)
            {
                errorHandler.onError(e);
            }
            retryNs = Math.min(MAX_RETRY_NS, retryNs * 2);
            nextTryNs = nowNs + retryNs;
        }
    }

    /** Where answers to a client go: for UDP from the port above the one that is listened on. */
    String responseChannel(final ChannelUri channel, final long correlationId)
    {
        final StringBuilder uri = new StringBuilder(128);
        uri.append(channel.isIpc() ? "aeron:ipc?" : "aeron:udp?control=" + controlEndpoint(channel) + '|');
        uri.append("control-mode=response|response-correlation-id=").append(correlationId);
        uri.append("|term-length=").append(termLength);
        for (final String name : List.of(CommonContext.MTU_LENGTH_PARAM_NAME, CommonContext.INTERFACE_PARAM_NAME,
            CommonContext.SOCKET_SNDBUF_PARAM_NAME))
        {
            final String value = channel.get(name);
            if (value != null)
            {
                uri.append('|').append(name).append('=').append(value);
            }
        }
        if (channel.get(CommonContext.MTU_LENGTH_PARAM_NAME) == null && (channel.isIpc() || isLoopback(channel)))
        {
            uri.append("|mtu=8k");
        }
        return uri.toString();
    }

    private static String controlEndpoint(final ChannelUri channel)
    {
        final String endpoint = channel.get(CommonContext.ENDPOINT_PARAM_NAME);
        final int colon = endpoint.lastIndexOf(':');
        return endpoint.substring(0, colon + 1) + (Integer.parseInt(endpoint.substring(colon + 1)) + 1);
    }

    private static boolean isLoopback(final ChannelUri channel)
    {
        final String endpoint = channel.get(CommonContext.ENDPOINT_PARAM_NAME);
        return endpoint.startsWith("127.") || endpoint.startsWith("localhost:") || endpoint.startsWith("[::1]:");
    }

    /** The channels it listens on. */
    public List<String> channels()
    {
        return new ArrayList<>(channels);
    }

    @Override
    public void close()
    {
        CloseHelper.quietClose(aeron);
    }
}
