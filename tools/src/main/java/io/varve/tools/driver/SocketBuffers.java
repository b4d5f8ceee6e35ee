package io.varve.tools.driver;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;

/** What the kernel gives to sockets: less than what is asked for unless it was told to give more. */
public final class SocketBuffers
{
    private SocketBuffers()
    {
    }

    /** Bytes that a socket for receiving gets of those that a driver of ours asks for. */
    public static int receiveLength()
    {
        try (DatagramChannel channel = DatagramChannel.open())
        {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, DriverSettings.SOCKET_BUFFER_LENGTH);
            return Math.min(DriverSettings.SOCKET_BUFFER_LENGTH, channel.getOption(StandardSocketOptions.SO_RCVBUF));
        }
        catch (final IOException e)
        {
            return 0;
        }
    }

    /** A line for the operator, or null when there is nothing to say. */
    public static String warning()
    {
        final int given = receiveLength();
        return given >= DriverSettings.SOCKET_BUFFER_LENGTH ? null :
            "socket buffers are small: given=" + given + ", asked=" + DriverSettings.SOCKET_BUFFER_LENGTH +
            "; many clients over UDP lose packets and send them again; sysctl -w net.core.rmem_max=" +
            DriverSettings.SOCKET_BUFFER_LENGTH;
    }
}
