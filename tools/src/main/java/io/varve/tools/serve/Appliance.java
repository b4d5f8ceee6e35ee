package io.varve.tools.serve;

import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.StoreContext;
import io.varve.replication.Node;
import io.varve.replication.NodeContext;
import io.varve.tools.argument.DurationArgument;
import io.varve.tools.console.CommandException;
import io.varve.tools.console.Console;
import io.varve.tools.console.StopSignal;
import io.varve.tools.driver.ChannelLock;
import io.varve.tools.driver.NodeDriver;
import io.varve.tools.driver.SocketBuffers;
import io.varve.tools.metrics.HttpEndpoint;
import org.agrona.CloseHelper;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/** A log that clients reach over Aeron, with the driver, the counters and the HTTP endpoint that belong to it. */
public final class Appliance implements AutoCloseable
{
    private final ServeSettings settings;
    private final Console console;
    private final Complaints complaints;

    /** What is open; the last one opened is closed first. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private NodeMetrics metrics;
    private String http = "off";

    private Appliance(final ServeSettings settings, final Console console)
    {
        this.settings = settings;
        this.console = console;
        complaints = new Complaints(console);
    }

    /**
     * Starts it, prints how it is set up, and that it is ready.
     *
     * @throws CommandException, or the store's error, when a part does not start; the others are closed then.
     */
    public static Appliance open(final ServeSettings settings, final Console console)
    {
        final Appliance appliance = new Appliance(settings, console);
        try
        {
            appliance.start();
            return appliance;
        }
        catch (final RuntimeException e)
        {
            appliance.close();
            throw e;
        }
    }

    /** Where clients reach it. */
    public List<String> channels()
    {
        return settings.channels().stream().map(ServedChannel::text).toList();
    }

    /** Serves until the process is told to stop. */
    public void serveUntil(final StopSignal stop) throws InterruptedException
    {
        stop.await();
    }

    private void start()
    {
        final byte[] secret = settings.secretFile() == null ? null : SecretFile.read(settings.secretFile());
        final EmbeddedEventStore store = push(EmbeddedEventStore.open(
            new StoreContext().directory(settings.data()).syncIntervalNs(settings.syncInterval().toNanos())));
        console.err().println(store.recovery().toString());
        final NodeDriver driver = push(NodeDriver.open(settings.driver()));
        for (final ServedChannel channel : settings.channels())
        {
            push(ChannelLock.take(driver.directory(), channel.text()));
        }
        final Node node = push(Node.launch(context(store, driver, secret)));
        metrics = new NodeMetrics(store, node, settings.data());
        listen();
        warn(secret);
        sayConfiguration(driver, secret);
        console.out().println("ready " +
            channels().stream().map(channel -> "channel=" + channel).collect(Collectors.joining(" ")));
    }

    private NodeContext context(final EmbeddedEventStore store, final NodeDriver driver, final byte[] secret)
    {
        final NodeContext context = new NodeContext()
            .store(store)
            .aeronDirectory(driver.directory())
            .channels(channels())
            .secret(secret)
            .livenessTimeoutNs(settings.livenessTimeout().toNanos())
            .errorHandler(complaints);
        context.limits().maxClients(settings.maxClients());
        return context;
    }

    private void listen()
    {
        if (settings.http().isOff())
        {
            return;
        }
        try
        {
            final HttpEndpoint endpoint =
                push(HttpEndpoint.open(settings.http().address(), metrics::metrics, metrics::health));
            http = endpoint.address().getAddress().getHostAddress() + ':' + endpoint.address().getPort();
        }
        catch (final CommandException e)
        {
            if (settings.isHttpWanted())
            {
                throw e;
            }
            console.err().println("no /metrics and /health: " + e.getMessage());
        }
    }

    private void warn(final byte[] secret)
    {
        if (secret == null && settings.channels().stream().anyMatch(channel -> !channel.isLocal()))
        {
            console.err().println("a channel is open to other hosts and there is no secret: whoever reaches it writes; " +
                "name one with --secret-file");
        }
        if (secret != null && SecretFile.isOpenToOthers(settings.secretFile()))
        {
            console.err().println("others than its owner may read the secret: chmod 600 " + settings.secretFile());
        }
        final String buffers = SocketBuffers.warning();
        if (buffers != null && settings.channels().stream().anyMatch(ServedChannel::isUdp))
        {
            console.err().println(buffers);
        }
    }

    private void sayConfiguration(final NodeDriver driver, final byte[] secret)
    {
        console.out().println("config data=" + settings.data() +
            " driver=" + (driver.isExternal() ? "external" : "embedded") +
            " aeronDir=" + driver.directory() +
            " secret=" + (secret == null ? "off" : "on") +
            " http=" + http +
            " syncInterval=" + DurationArgument.print(settings.syncInterval()) +
            " livenessTimeout=" + DurationArgument.print(settings.livenessTimeout()) +
            " maxClients=" + settings.maxClients() +
            driver.description());
    }

    private <T extends AutoCloseable> T push(final T part)
    {
        open.push(part);
        return part;
    }

    /** Takes no more, acks what is in, seals, syncs, and gives everything back. */
    @Override
    public void close()
    {
        if (metrics != null)
        {
            metrics.closing();
        }
        RuntimeException failure = null;
        while (!open.isEmpty())
        {
            try
            {
                CloseHelper.close(open.pop());
            }
            catch (final RuntimeException e)
            {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null)
        {
            throw failure;
        }
    }
}
