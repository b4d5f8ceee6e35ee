package io.varve.replication.remote;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.varve.api.EventStore;
import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.StoreContext;
import io.varve.replication.Node;
import io.varve.replication.NodeContext;
import org.agrona.CloseHelper;
import org.agrona.concurrent.BackoffIdleStrategy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A node in this process with all that it needs: a media driver of its own, a store, one channel. Each can be restarted. */
final class NodeHome implements AutoCloseable
{
    private final Path folder;
    private final boolean isOnDisk;
    private final String channel;
    private final Consumer<NodeContext> settings;
    private MediaDriver driver;
    private EmbeddedEventStore store;
    private Node node;

    NodeHome(final Path folder, final boolean isOnDisk, final boolean isUdp, final Consumer<NodeContext> settings)
    {
        this.folder = folder;
        this.isOnDisk = isOnDisk;
        this.settings = settings;
        channel = isUdp ? "aeron:udp?endpoint=127.0.0.1:" + freePorts() : "aeron:ipc";
        startDriver();
        startNode();
    }

    /** A port that is free, with the one above it. */
    static int freePorts()
    {
        while (true)
        {
            try (DatagramSocket first = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket second = new DatagramSocket(first.getLocalPort() + 1, InetAddress.getLoopbackAddress()))
            {
                return second.getLocalPort() - 1;
            }
            catch (final IOException | IllegalArgumentException e)
            {
                continue; // the one above it is taken
            }
        }
    }

    private String aeronDirectory()
    {
        return folder.resolve("aeron").toString();
    }

    void startDriver()
    {
        driver = MediaDriver.launch(new MediaDriver.Context()
            .aeronDirectoryName(aeronDirectory())
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(new BackoffIdleStrategy(10, 20, 1_000, 200_000))
            .termBufferSparseFile(true)
            .clientLivenessTimeoutNs(TimeUnit.SECONDS.toNanos(10))
            .errorHandler(error -> { }));
    }

    void stopDriver()
    {
        CloseHelper.close(driver);
    }

    void startNode()
    {
        store = EmbeddedEventStore.open(
            isOnDisk ? new StoreContext().directory(folder.resolve("data")).segmentLength(512 * 1024) : new StoreContext());
        final NodeContext context = new NodeContext().store(store).aeronDirectory(aeronDirectory()).channels(List.of(channel));
        context.limits().maxPublishers(1_024);
        settings.accept(context);
        node = Node.launch(context);
    }

    void stopNode()
    {
        CloseHelper.close(node);
        CloseHelper.close(store);
    }

    /** Where it listens; only over UDP it can be reached without its driver. */
    String address()
    {
        return channel;
    }

    EmbeddedEventStore store()
    {
        return store;
    }

    Node node()
    {
        return node;
    }

    /** Text of a connection to it, with further parameters. */
    String connection(final String... params)
    {
        return channel + (channel.contains("?") ? '|' : '?') + "aeron-dir=" + aeronDirectory() +
            (params.length == 0 ? "" : '|' + String.join("|", params));
    }

    EventStore connect(final String... params)
    {
        return EventStore.connect(connection(params));
    }

    @Override
    public void close()
    {
        stopNode();
        stopDriver();
    }
}
