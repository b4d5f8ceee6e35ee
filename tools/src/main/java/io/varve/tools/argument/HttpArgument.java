package io.varve.tools.argument;

import java.net.InetSocketAddress;

/** Text that names where HTTP is answered: {@code HOST:PORT}, or {@code off}. */
public record HttpArgument(String host, int port)
{
    private static final String OFF = "off";
    private static final int MAX_PORT = 0xFFFF;

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException for anything else.
     */
    public static HttpArgument parse(final String text)
    {
        if (OFF.equals(text))
        {
            return new HttpArgument(null, 0);
        }
        final int colon = text.lastIndexOf(':');
        final String digits = text.substring(colon + 1);
        if (colon < 1 || !digits.matches("\\d{1,5}") || Integer.parseInt(digits) > MAX_PORT)
        {
            throw new IllegalArgumentException("http must be HOST:PORT, or off: \"" + text + '"');
        }
        return new HttpArgument(text.substring(0, colon).replace("[", "").replace("]", ""), Integer.parseInt(digits));
    }

    /** Whether nothing is to be answered. */
    public boolean isOff()
    {
        return host == null;
    }

    /** Where. */
    public InetSocketAddress address()
    {
        return new InetSocketAddress(host, port);
    }
}
