package io.varve.tools.torture.relay;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.concurrent.ThreadLocalRandom;

/** Finds neighbouring ports for datagrams on loopback that nobody has now. */
public final class FreePorts
{
    /** Below the range from which kernels take ports for those who ask for any. */
    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 500;

    private FreePorts()
    {
    }

    /** The first of so many neighbours. */
    public static int find(final int ports) throws IOException
    {
        for (int i = 0; i < TRIES; i++)
        {
            final int first = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST - ports);
            if (areFree(first, ports))
            {
                return first;
            }
        }
        throw new IOException("no neighbouring ports are free on loopback: ports=" + ports + ", tries=" + TRIES);
    }

    private static boolean areFree(final int first, final int ports)
    {
        for (int port = first; port < first + ports; port++)
        {
            try
            {
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)).close();
            }
            catch (final SocketException e)
            {
                return false;
            }
        }
        return true;
    }
}
