package io.varve.tools.torture.relay;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class LossyRelayTest
{
    private static final int GROUP = 16;
    private static final long QUIET_MS = 200;

    private final AtomicInteger echoed = new AtomicInteger();
    private DatagramSocket first;
    private DatagramSocket second;

    /** The node: two neighbouring sockets that send back what they get, the second one with the sign turned. */
    @BeforeEach
    void startNode() throws IOException
    {
        for (int i = 0; second == null && i < 100; i++)
        {
            first = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            try
            {
                second = new DatagramSocket(first.getLocalPort() + 1, InetAddress.getLoopbackAddress());
            }
            catch (final SocketException e)
            {
                first.close();
            }
        }
        echo(first, 1);
        echo(second, -1);
    }

    @AfterEach
    void stopNode()
    {
        first.close();
        second.close();
    }

    private void echo(final DatagramSocket socket, final int sign)
    {
        final Thread thread = new Thread(() ->
        {
            final byte[] bytes = new byte[Integer.BYTES];
            final DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
            try
            {
                while (true)
                {
                    socket.receive(packet);
                    echoed.incrementAndGet();
                    ByteBuffer.wrap(bytes).putInt(0, sign * ByteBuffer.wrap(bytes).getInt(0));
                    socket.send(packet);
                }
            }
            catch (final IOException e)
            {
                // closed
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private LossyRelay relay(final RelaySettings settings) throws IOException
    {
        return new LossyRelay(new InetSocketAddress(InetAddress.getLoopbackAddress(), first.getLocalPort()), 2, settings, 5);
    }

    @Test
    void shouldPassEverythingOnceAndInOrderThroughBothPortsWhenHarmless() throws IOException
    {
        try (LossyRelay relay = relay(RelaySettings.HARMLESS);
            DatagramSocket one = client(relay.port());
            DatagramSocket other = client(relay.port() + 1))
        {
            assertEquals(numbers(1, 500), exchange(one, 500));
            final List<Integer> turned = exchange(other, 500);
            turned.replaceAll(number -> -number);
            assertEquals(numbers(1, 500), turned);
            assertEquals(new RelayFigures(2_000, 0, 0, 0), settled(relay, 2_000));
        }
    }

    @Test
    void shouldAnswerEachClientWithItsOwn() throws IOException
    {
        try (LossyRelay relay = relay(RelaySettings.HARMLESS);
            DatagramSocket one = client(relay.port());
            DatagramSocket other = client(relay.port()))
        {
            send(one, 1);
            send(other, 2);
            send(one, 3);
            assertEquals(List.of(1, 3), receive(one, 2));
            assertEquals(List.of(2), receive(other, 1));
        }
    }

    @Test
    void shouldLoseDoubleAndReorder() throws IOException
    {
        try (LossyRelay relay = relay(new RelaySettings(0.05, 0, 0, 0.05, 0.3, TimeUnit.MILLISECONDS.toNanos(3)));
            DatagramSocket client = client(relay.port()))
        {
            final List<Integer> got = exchange(client, 4_000);
            final RelayFigures figures = relay.figures();
            final long expected = 4_000 + figures.doubled() - figures.lost();
            assertEquals(expected, got.size(), figures.toString());
            assertTrue(got.stream().distinct().count() < 3_900, "nothing was lost: " + figures);
            assertTrue(got.stream().distinct().count() < got.size(), "nothing was doubled: " + figures);
            assertTrue(isOutOfOrder(got), "nothing was overtaken: " + figures);
            assertTrue(figures.faults() > 1_500, figures.toString());
        }
    }

    @Test
    void shouldPassNothingWhileItIsCut() throws IOException
    {
        try (LossyRelay relay = relay(RelaySettings.HARMLESS); DatagramSocket client = client(relay.port()))
        {
            relay.cut(true);
            send(client, 1);
            assertEquals(List.of(), receive(client, 1));
            assertEquals(0, echoed.get());
            relay.cut(false);
            send(client, 2);
            assertEquals(List.of(2), receive(client, 1));
        }
    }

    @Test
    void shouldGoOnWhenNobodyListensAtTheNode() throws IOException
    {
        try (LossyRelay relay = relay(RelaySettings.HARMLESS); DatagramSocket client = client(relay.port()))
        {
            final int port = first.getLocalPort();
            first.close();
            for (int i = 0; i < 5; i++)
            {
                send(client, i);
            }
            assertEquals(List.of(), receive(client, 1));
            first = new DatagramSocket(port, InetAddress.getLoopbackAddress());
            echo(first, 1);
            send(client, 6); // the kernel may hold an error of one sent before against it
            send(client, 7);
            assertTrue(receive(client, 2).contains(7));
        }
    }

    private static DatagramSocket client(final int port) throws IOException
    {
        final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.connect(InetAddress.getLoopbackAddress(), port); // takes packets of that port only
        socket.setSoTimeout((int)QUIET_MS);
        return socket;
    }

    private static List<Integer> numbers(final int from, final int to)
    {
        final List<Integer> numbers = new ArrayList<>();
        for (int i = from; i <= to; i++)
        {
            numbers.add(i);
        }
        return numbers;
    }

    /** In groups that no socket buffer overflows of. */
    private static List<Integer> exchange(final DatagramSocket socket, final int packets) throws IOException
    {
        final List<Integer> got = new ArrayList<>();
        for (int number = 1; number <= packets; number++)
        {
            send(socket, number);
            if (number % GROUP == 0)
            {
                socket.setSoTimeout(5);
                got.addAll(receive(socket, GROUP));
            }
        }
        socket.setSoTimeout((int)QUIET_MS);
        got.addAll(receive(socket, Integer.MAX_VALUE));
        return got;
    }

    private static void send(final DatagramSocket socket, final int number) throws IOException
    {
        socket.send(new DatagramPacket(ByteBuffer.allocate(Integer.BYTES).putInt(number).array(), Integer.BYTES));
    }

    /** Up to so many, until none comes any more. */
    private static List<Integer> receive(final DatagramSocket socket, final int most) throws IOException
    {
        final List<Integer> got = new ArrayList<>();
        final DatagramPacket packet = new DatagramPacket(new byte[Integer.BYTES], Integer.BYTES);
        try
        {
            while (got.size() < most)
            {
                socket.receive(packet);
                got.add(ByteBuffer.wrap(packet.getData()).getInt());
            }
        }
        catch (final SocketTimeoutException e)
        {
            // quiet
        }
        return got;
    }

    private static boolean isOutOfOrder(final List<Integer> numbers)
    {
        for (int i = 1; i < numbers.size(); i++)
        {
            if (numbers.get(i) < numbers.get(i - 1))
            {
                return true;
            }
        }
        return false;
    }

    /** Figures are published behind the turn that sent. */
    private static RelayFigures settled(final LossyRelay relay, final long passed)
    {
        while (relay.figures().passed() < passed)
        {
            Thread.onSpinWait();
        }
        return relay.figures();
    }
}
