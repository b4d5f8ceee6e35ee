package io.varve.tools.serve;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A channel that a node serves.
 *
 * @param text as given.
 * @param host it listens at; null for IPC.
 * @param port of clients' messages; answers use the next one. 0 for IPC.
 */
public record ServedChannel(String text, String host, int port)
{
    /** Everybody on this host, without the network. */
    public static final String IPC = "aeron:ipc";

    private static final Pattern ENDPOINT = Pattern.compile("[?|]endpoint=(\\[[^]]+]|[^:|]+):(\\d{1,5})(?:\\||$)");
    private static final int MAX_PORT = 0xFFFF - 1;

    /**
     * Reads a channel.
     *
     * @throws IllegalArgumentException for one that cannot be served.
     */
    public static ServedChannel parse(final String text)
    {
        if (text.equals(IPC) || text.startsWith(IPC + '?'))
        {
            return new ServedChannel(text, null, 0);
        }
        final Matcher endpoint = ENDPOINT.matcher(text);
        if (!text.startsWith("aeron:udp?") || !endpoint.find())
        {
            throw new IllegalArgumentException("channel must be aeron:ipc or aeron:udp?endpoint=HOST:PORT: \"" + text + '"');
        }
        final int port = Integer.parseInt(endpoint.group(2));
        if (port < 1 || port > MAX_PORT)
        {
            throw new IllegalArgumentException("port of a channel must be 1 to " + MAX_PORT +
                ", since answers use the next one: \"" + text + '"');
        }
        return new ServedChannel(text, endpoint.group(1), port);
    }

    /** Whether it is UDP. */
    public boolean isUdp()
    {
        return host != null;
    }

    /** Whether only this host can reach it. */
    public boolean isLocal()
    {
        if (!isUdp())
        {
            return true;
        }
        try
        {
            return InetAddress.getByName(host.replace("[", "").replace("]", "")).isLoopbackAddress();
        }
        catch (final UnknownHostException e)
        {
            return false;
        }
    }

    @Override
    public String toString()
    {
        return text;
    }
}
