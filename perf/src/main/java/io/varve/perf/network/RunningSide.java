package io.varve.perf.network;

import io.varve.perf.contender.Shape;
import io.varve.perf.harness.SuiteRun;
import io.varve.perf.ingest.AllocationRound;
import io.varve.perf.ingest.IngestRound;
import io.varve.perf.jvm.ScratchDirectory;
import io.varve.perf.server.Server;

import java.io.IOException;
import java.nio.file.Path;

/** A side whose server runs; its data is gone when it is closed. */
final class RunningSide implements AutoCloseable
{
    private final NetworkSide side;
    private final Path directory;
    private final Server server;

    RunningSide(final SuiteRun run, final NetworkSide side) throws IOException
    {
        this.side = side;
        directory = run.scratch().fresh();
        server = side.start().server(directory);
        run.version(side.contender().title(), server.version());
        run.setting("network, " + side.contender().title(), side.contender().settings());
    }

    NetworkSide side()
    {
        return side;
    }

    /** Events a second, and ns of processor time an event of the process that writes. */
    double[] round(final int number, final Shape shape, final int warmups, final int events) throws IOException
    {
        return IngestRound.run(side.contender(), new NetworkPlace(server.address(), "round" + number).toString(), shape, warmups,
            events, side.path().jars());
    }

    /** Ns from an event to its ack, p50 and p99; of ours only. */
    double[] roundTrip(final int warmups, final int events) throws IOException
    {
        return RoundTrip.run(server.address(), warmups, events);
    }

    /** Bytes of the heap an event, of the thread that publishes. */
    double allocation(final int warmups, final int events) throws IOException
    {
        return AllocationRound.run(
            side.contender(), new NetworkPlace(server.address(), "allocation").toString(), warmups, events)[0];
    }

    @Override
    public void close()
    {
        server.close();
        ScratchDirectory.delete(directory);
    }
}
