package io.varve.tools.torture.relay;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** The way of one socket of a client to one port of the node and back, as a NAT keeps it: the node sees an address of its own. */
final class ClientPath implements AutoCloseable
{
    private final DatagramChannel front;
    private final SocketAddress client;
    private final DatagramChannel back;
    private final Route toNode;
    private final Route toClient;

    /**
     * Opens it.
     *
     * @param front  socket that the client sends to.
     * @param client its address.
     * @param node   where its packets go.
     */
    ClientPath(final DatagramChannel front, final SocketAddress client, final SocketAddress node) throws IOException
    {
        this.front = front;
        this.client = client;
        back = LossyRelay.open();
        toNode = packet -> back.write(packet);
        toClient = packet -> this.front.send(packet, this.client);
        try
        {
            back.connect(node);
        }
        catch (final IOException e)
        {
            back.close();
            throw e;
        }
    }

    /** Not blocking, connected to the node. */
    DatagramChannel back()
    {
        return back;
    }

    Route toNode()
    {
        return toNode;
    }

    Route toClient()
    {
        return toClient;
    }

    /** Takes a packet of the node, if there is one. */
    boolean receive(final ByteBuffer into) throws IOException
    {
        return back.read(into) > 0;
    }

    @Override
    public void close() throws IOException
    {
        back.close();
    }
}
