package io.varve.tools.torture.relay;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A relay of datagrams on loopback. Neighbouring ports of it stand for neighbouring ports of a node; clients talk to the relay
 * and get what the node answers from the port that they talked to. A thread of its own does all; what becomes of a packet is
 * the {@link RelaySettings} and a seed.
 */
public final class LossyRelay implements AutoCloseable
{
    private static final int MAX_PACKET_LENGTH = 65_536;
    private static final int SOCKET_BUFFER_LENGTH = 2 * 1024 * 1024;
    private static final int MAX_PATHS = 1_024;
    private static final long MAX_HELD_BYTES = 16L * 1024 * 1024;
    private static final int PACKETS_A_TURN = 64;
    private static final int BIND_TRIES = 200;
    private static final long IDLE_MS = 100;

    private final Selector selector = Selector.open();
    private final List<DatagramChannel> fronts;
    private final List<SocketAddress> nodes = new ArrayList<>();

    /** By port and client, the longest unused first. */
    private final Map<List<Object>, ClientPath> paths = new LinkedHashMap<>(16, 0.75f, true);
    private final ByteBuffer packet = ByteBuffer.allocateDirect(MAX_PACKET_LENGTH);
    private final HeldPackets held = new HeldPackets(MAX_HELD_BYTES);
    private final PacketDice dice;
    private final Thread thread;

    private volatile boolean isClosed;
    private volatile boolean isCut;
    private volatile RelayFigures figures = new RelayFigures(0, 0, 0, 0);
    private long passed;
    private long lost;
    private long doubled;
    private long delayed;

    /**
     * Starts it.
     *
     * @param node  first port of the node.
     * @param ports how many neighbouring ports there are.
     * @param seed  of what becomes of packets.
     */
    public LossyRelay(final InetSocketAddress node, final int ports, final RelaySettings settings, final long seed)
        throws IOException
    {
        dice = new PacketDice(settings, seed);
        fronts = bind(ports);
        for (int i = 0; i < ports; i++)
        {
            nodes.add(new InetSocketAddress(node.getAddress(), node.getPort() + i));
            fronts.get(i).register(selector, SelectionKey.OP_READ, i);
        }
        thread = new Thread(this::run, "torture-relay");
        thread.setDaemon(true);
        thread.start();
    }

    static DatagramChannel open() throws IOException
    {
        final DatagramChannel channel = DatagramChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_LENGTH);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_LENGTH);
        return channel;
    }

    private static List<DatagramChannel> bind(final int ports) throws IOException
    {
        final InetAddress loopback = InetAddress.getLoopbackAddress();
        for (int i = 0; i < BIND_TRIES; i++)
        {
            final List<DatagramChannel> channels = new ArrayList<>();
            try
            {
                channels.add(open());
                channels.get(0).bind(new InetSocketAddress(loopback, 0));
                final int first = ((InetSocketAddress)channels.get(0).getLocalAddress()).getPort();
                for (int port = first + 1; port < first + ports; port++)
                {
                    channels.add(open());
                    channels.get(channels.size() - 1).bind(new InetSocketAddress(loopback, port));
                }
                return channels;
            }
            catch (final BindException | IllegalArgumentException e)
            {
                for (final DatagramChannel channel : channels)
                {
                    channel.close();
                }
            }
        }
        throw new IOException("no neighbouring ports are free on loopback: ports=" + ports);
    }

    /** The first of its ports. */
    public int port()
    {
        try
        {
            return ((InetSocketAddress)fronts.get(0).getLocalAddress()).getPort();
        }
        catch (final IOException e)
        {
            throw new IllegalStateException("the relay is closed", e);
        }
    }

    /** While it is cut, nothing passes. */
    public void cut(final boolean isOn)
    {
        isCut = isOn;
    }

    /** What it has done so far. */
    public RelayFigures figures()
    {
        return figures;
    }

    private void run()
    {
        try
        {
            while (!isClosed)
            {
                selector.select(held.isEmpty() ? IDLE_MS : 1);
                final Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
                while (keys.hasNext())
                {
                    final SelectionKey key = keys.next();
                    keys.remove();
                    read(key);
                }
                held.release(System.nanoTime(), this::send);
                figures = new RelayFigures(passed, lost, doubled, delayed);
            }
        }
        catch (final IOException e)
        {
            if (!isClosed)
            {
                throw new IllegalStateException("the relay has failed: " + e, e);
            }
        }
    }

    private void read(final SelectionKey key) throws IOException
    {
        for (int i = 0; i < PACKETS_A_TURN && key.isValid(); i++)
        {
            packet.clear();
            final Route route = key.attachment() instanceof ClientPath path ?
                fromNode(path) : fromClient((Integer)key.attachment());
            if (route == null)
            {
                return;
            }
            packet.flip();
            pass(route);
        }
    }

    private Route fromNode(final ClientPath path)
    {
        try
        {
            return path.receive(packet) ? path.toClient() : null;
        }
        catch (final IOException e)
        {
            return null; // nobody listens at the node's port now
        }
    }

    private Route fromClient(final int index) throws IOException
    {
        final DatagramChannel front = fronts.get(index);
        final SocketAddress client = front.receive(packet);
        if (client == null)
        {
            return null;
        }
        final List<Object> name = List.of(index, client);
        ClientPath path = paths.get(name);
        if (path == null)
        {
            dropOldest();
            path = new ClientPath(front, client, nodes.get(index));
            path.back().register(selector, SelectionKey.OP_READ, path);
            paths.put(name, path);
        }
        return path.toNode();
    }

    private void dropOldest() throws IOException
    {
        if (paths.size() == MAX_PATHS)
        {
            final Iterator<ClientPath> oldest = paths.values().iterator();
            oldest.next().close();
            oldest.remove();
        }
    }

    private void pass(final Route route)
    {
        final int copies = isCut ? 0 : dice.copies();
        lost += copies == 0 ? 1 : 0;
        doubled += copies == 2 ? 1 : 0;
        for (int i = 0; i < copies; i++)
        {
            final long holdNs = dice.holdNs();
            if (holdNs == 0)
            {
                send(packet.duplicate(), route);
            }
            else if (held.add(packet, route, System.nanoTime() + holdNs))
            {
                delayed++;
            }
            else
            {
                lost++;
            }
        }
    }

    private void send(final ByteBuffer copy, final Route route)
    {
        try
        {
            route.send(copy);
            passed++;
        }
        catch (final IOException e)
        {
            lost++; // nobody listens there now
        }
    }

    @Override
    public void close() throws IOException
    {
        isClosed = true;
        selector.wakeup();
        try
        {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
        for (final DatagramChannel front : fronts)
        {
            front.close();
        }
        for (final ClientPath path : paths.values())
        {
            path.close();
        }
        selector.close();
    }
}
