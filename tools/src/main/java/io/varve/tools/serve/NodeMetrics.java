package io.varve.tools.serve;

import io.varve.api.Positions;
import io.varve.journal.EmbeddedEventStore;
import io.varve.replication.Node;
import io.varve.replication.counter.NodeCounter;
import io.varve.tools.metrics.Health;
import io.varve.tools.metrics.Metric;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node's figures and health, looked up when somebody asks. */
final class NodeMetrics
{
    private static final String PREFIX = "varve_";

    private final EmbeddedEventStore store;
    private final Node node;
    private final Path data;
    private final long startNs = System.nanoTime();
    private volatile boolean isClosing;

    NodeMetrics(final EmbeddedEventStore store, final Node node, final Path data)
    {
        this.store = store;
        this.node = node;
        this.data = data;
    }

    /** From now on no new client is taken. */
    void closing()
    {
        isClosing = true;
    }

    List<Metric> metrics()
    {
        final List<Metric> metrics = new ArrayList<>();
        final Positions positions = store.positions();
        metrics.add(Metric.gauge(PREFIX + "up", "1 while clients can write.", health().isGood() ? 1 : 0));
        metrics.add(Metric.gauge(PREFIX + "uptime_seconds", "Seconds since the start.", uptimeSeconds()));
        metrics.add(Metric.gauge(
            PREFIX + "journaled_position", "Position behind the last journaled event.", positions.journaled()));
        metrics.add(Metric.gauge(
            PREFIX + "synced_position", "Position behind the last event on stable storage.", positions.synced()));
        metrics.add(Metric.gauge(PREFIX + "disk_free_bytes", "Bytes that the log's file system has left.", freeBytes()));
        for (final NodeCounter counter : NodeCounter.values())
        {
            if (counter != NodeCounter.JOURNALED && counter != NodeCounter.SYNCED)
            {
                metrics.add(metric(counter));
            }
        }
        node.cursors().forEach((name, place) -> metrics.add(Metric.gauge(PREFIX + "cursor_lag",
            "Positions behind the place of a named cursor.", positions.journaled() - place.position()).of("cursor", name)));
        return metrics;
    }

    private Metric metric(final NodeCounter counter)
    {
        final String name = PREFIX + counter.label().replace('-', '_');
        return counter.onlyGrows() ?
            Metric.counter(name + "_total", counter.label().replace('-', ' ') + " of the node", node.counters().get(counter)) :
            Metric.gauge(name, counter.label().replace('-', ' ') + " of the node", node.counters().get(counter));
    }

    Health health()
    {
        if (isClosing)
        {
            return new Health(false, "closing");
        }
        final Throwable failure = store.failure();
        return failure == null ? new Health(true, "ok") :
            new Health(false, "writing has ended: " + failure.getMessage() + "; look at the disk, then start again");
    }

    private double uptimeSeconds()
    {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs) / 1e3;
    }

    private double freeBytes()
    {
        try
        {
            return Files.getFileStore(data).getUsableSpace();
        }
        catch (final IOException e)
        {
            return Double.NaN;
        }
    }
}
