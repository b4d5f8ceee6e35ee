package io.varve.replication;

import io.varve.journal.EmbeddedEventStore;
import io.varve.replication.limit.NodeLimits;
import org.agrona.ErrorHandler;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** Settings of a node; read once, when it is launched. Limits are of each client unless they say otherwise. */
public final class NodeContext
{
    private EmbeddedEventStore store;
    private String aeronDirectory;
    private List<String> channels = List.of("aeron:ipc");
    private byte[] secret;
    private ErrorHandler errorHandler = Throwable::printStackTrace;
    private final NodeLimits limits = new NodeLimits();
    private String responseTermLength = "256k";
    private long heartbeatIntervalNs = TimeUnit.SECONDS.toNanos(1);
    private long livenessTimeoutNs = TimeUnit.SECONDS.toNanos(10);
    private long cursorWaitNs = TimeUnit.SECONDS.toNanos(2);
    private long drainTimeoutNs = TimeUnit.SECONDS.toNanos(5);

    /** The log that is served; it stays open when the node is closed. */
    public EmbeddedEventStore store()
    {
        return store;
    }

    /** Sets the log that is served. */
    public NodeContext store(final EmbeddedEventStore eventStore)
    {
        store = eventStore;
        return this;
    }

    /** Directory of the media driver, or null for Aeron's default. */
    public String aeronDirectory()
    {
        return aeronDirectory;
    }

    /** Sets the directory of the media driver; null for Aeron's default. */
    public NodeContext aeronDirectory(final String directory)
    {
        aeronDirectory = directory;
        return this;
    }

    /** Channels that are listened on. */
    public List<String> channels()
    {
        return channels;
    }

    /** Sets the channels: {@code aeron:ipc}, and {@code aeron:udp?endpoint=host:port}, whose answers leave from the port above. */
    public NodeContext channels(final List<String> uris)
    {
        channels = List.copyOf(uris);
        return this;
    }

    /** What clients must prove to know, or null. */
    public byte[] secret()
    {
        return secret == null ? null : secret.clone();
    }

    /** Sets what clients must prove to know; null to take every client. */
    public NodeContext secret(final byte[] bytes)
    {
        secret = bytes == null ? null : bytes.clone();
        return this;
    }

    /** Bounds on what clients can make the node hold. */
    public NodeLimits limits()
    {
        return limits;
    }

    /** Who is told of failures that no client can be told of. */
    public ErrorHandler errorHandler()
    {
        return errorHandler;
    }

    /** Sets who is told of failures that no client can be told of. */
    public NodeContext errorHandler(final ErrorHandler handler)
    {
        errorHandler = handler;
        return this;
    }

    /** Terms of response channels, as Aeron's URIs take them. */
    public String responseTermLength()
    {
        return responseTermLength;
    }

    /** Sets the terms of response channels; three of them are shared memory for each client. */
    public NodeContext responseTermLength(final String length)
    {
        responseTermLength = length;
        return this;
    }

    /** Ns of silence after which either side says that it is there. */
    public long heartbeatIntervalNs()
    {
        return heartbeatIntervalNs;
    }

    /** Sets the ns of silence after which either side says that it is there. */
    public NodeContext heartbeatIntervalNs(final long ns)
    {
        heartbeatIntervalNs = ns;
        return this;
    }

    /** Ns of silence after which a client is taken for gone. */
    public long livenessTimeoutNs()
    {
        return livenessTimeoutNs;
    }

    /** Sets the ns of silence after which a client is taken for gone. */
    public NodeContext livenessTimeoutNs(final long ns)
    {
        livenessTimeoutNs = ns;
        return this;
    }

    /** Most ns that closing waits until what was published is acked. */
    public long drainTimeoutNs()
    {
        return drainTimeoutNs;
    }

    /** Sets how many ns closing waits at most until what was published is acked. */
    public NodeContext drainTimeoutNs(final long ns)
    {
        drainTimeoutNs = ns;
        return this;
    }

    /** Ns that a subscription waits for the end of who holds the cursor that it names, before it is refused. */
    public long cursorWaitNs()
    {
        return cursorWaitNs;
    }

    /** Sets the ns that a subscription waits for the end of who holds the cursor that it names; 0 to refuse it at once. */
    public NodeContext cursorWaitNs(final long ns)
    {
        cursorWaitNs = ns;
        return this;
    }

    void check()
    {
        if (store == null)
        {
            throw new IllegalArgumentException("node must have a store");
        }
        if (channels.isEmpty())
        {
            throw new IllegalArgumentException("node must have a channel");
        }
        if (heartbeatIntervalNs <= 0 || livenessTimeoutNs < 2 * heartbeatIntervalNs)
        {
            throw new IllegalArgumentException("liveness time-out must be at least two heartbeats: heartbeatIntervalNs=" +
                heartbeatIntervalNs + ", livenessTimeoutNs=" + livenessTimeoutNs);
        }
        limits.check();
    }
}
