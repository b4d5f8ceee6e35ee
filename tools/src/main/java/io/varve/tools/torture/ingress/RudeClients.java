package io.varve.tools.torture.ingress;

import io.aeron.Aeron;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Some clients of bad manners at a time, over a node's own media driver. */
public final class RudeClients implements AutoCloseable
{
    private static final int CLIENTS = 4;

    private final Aeron aeron;
    private final List<RudeClient> clients = new ArrayList<>();

    /**
     * Connects to the media driver.
     *
     * @param port of the node, for datagrams.
     */
    public RudeClients(final Path aeronDirectory, final int port, final Random random)
    {
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(aeronDirectory.toString()).errorHandler(error -> { }));
        for (int i = 0; i < CLIENTS; i++)
        {
            final boolean isIpc = i % 2 == 0;
            clients.add(new RudeClient(aeron,
                isIpc ? "aeron:ipc?term-length=256k" : "aeron:udp?endpoint=127.0.0.1:" + port + "|term-length=256k",
                isIpc ? "aeron:ipc?control-mode=response" :
                    "aeron:udp?control=127.0.0.1:" + (port + 1) + "|control-mode=response",
                new Random(random.nextLong())));
        }
    }

    /** Lets them loose for a while. */
    public void run(final long ms)
    {
        final long startNs = System.nanoTime();
        for (long nowNs = startNs; nowNs - startNs < TimeUnit.MILLISECONDS.toNanos(ms); nowNs = System.nanoTime())
        {
            for (final RudeClient client : clients)
            {
                client.step(nowNs);
            }
        }
    }

    /** Messages that they have sent. */
    public long sent()
    {
        return clients.stream().mapToLong(RudeClient::sent).sum();
    }

    @Override
    public void close()
    {
        clients.forEach(RudeClient::close);
        aeron.close();
    }
}
