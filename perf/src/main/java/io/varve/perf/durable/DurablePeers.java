package io.varve.perf.durable;

import io.varve.perf.harness.SuiteRun;
import io.varve.perf.jvm.ScratchDirectory;
import io.varve.perf.server.PostgresServer;
import io.varve.perf.server.RedisServer;
import io.varve.perf.server.Server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The servers that are there, each with its process that writes. */
final class DurablePeers implements AutoCloseable
{
    private final List<DurableSide> sides = new ArrayList<>();
    private final SuiteRun run;
    private final List<String> rows;

    /** Starts a server; what is started is closed by whoever calls. */
    @FunctionalInterface
    private interface Start
    {
        Server server(Path directory) throws IOException;
    }

    /** @param rows that they are for. */
    DurablePeers(final SuiteRun run, final List<String> rows)
    {
        this.run = run;
        this.rows = rows;
        if (run.options().hasPeers())
        {
            add(new PostgresDurable(), PostgresServer::new);
            add(new RedisDurable(), directory -> new RedisServer(directory, RedisDurable.FSYNC));
        }
    }

    private void add(final DurableContender contender, final Start start)
    {
        final Path directory = run.scratch().fresh();
        try
        {
            final Server server = start.server(directory);
            run.version(contender.title(), server.version());
            try
            {
                sides.add(new DurableSide(contender, server.address(), () ->
                {
                    server.close();
                    ScratchDirectory.delete(directory);
                }));
                run.setting("durable, " + contender.title(), contender.settings());
            }
            catch (final IOException e)
            {
                server.close();
                throw e;
            }
        }
        catch (final IOException e)
        {
            rows.forEach(row -> run.skip(row, contender.title(), e.getMessage()));
        }
    }

    DurableSide ours() throws IOException
    {
        final DurableContender ours = new VarveDurable();
        final Path directory = run.scratch().fresh();
        run.setting("durable, Varve", ours.settings());
        return new DurableSide(ours, directory.toString(), () -> ScratchDirectory.delete(directory));
    }

    List<DurableSide> all()
    {
        return sides;
    }

    /** Reads everything back; one that does not have it is no peer. */
    void check() throws IOException
    {
        for (final DurableSide side : sides)
        {
            side.check();
        }
    }

    @Override
    public void close()
    {
        sides.forEach(DurableSide::close);
    }
}
