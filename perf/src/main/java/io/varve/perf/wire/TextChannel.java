package io.varve.perf.wire;

import org.agrona.DirectBuffer;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A blocking connection of lines and counted bytes; writes gather until they are flushed. One thread. */
final class TextChannel implements AutoCloseable
{
    private static final int LENGTH = 1 << 16;

    private final ByteBuffer out = ByteBuffer.allocateDirect(LENGTH);
    private final ByteBuffer in = ByteBuffer.allocateDirect(LENGTH).flip();
    private final StringBuilder line = new StringBuilder();
    private final SocketChannel channel;

    /** @param address host and port. */
    TextChannel(final String address)
    {
        final int colon = address.lastIndexOf(':');
        try
        {
            channel = SocketChannel.open(
                new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException("cannot connect: to=" + address, e);
        }
    }

    void put(final byte[] bytes)
    {
        for (int from = 0; from < bytes.length;)
        {
            if (!out.hasRemaining())
            {
                flush();
            }
            final int length = Math.min(out.remaining(), bytes.length - from);
            out.put(bytes, from, length);
            from += length;
        }
    }

    /** @param bytes all of a buffer, at most half of what is gathered. */
    void put(final DirectBuffer bytes)
    {
        if (out.remaining() < bytes.capacity())
        {
            flush();
        }
        bytes.getBytes(0, out, bytes.capacity());
    }

    void flush()
    {
        out.flip();
        try
        {
            while (out.hasRemaining())
            {
                channel.write(out);
            }
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException("a connection broke: reason=" + e.getMessage(), e);
        }
        out.clear();
    }

    /** Whether a byte is there without waiting for the other side. */
    boolean hasRead()
    {
        return in.hasRemaining();
    }

    byte next()
    {
        if (!in.hasRemaining())
        {
            fill();
        }
        return in.get();
    }

    private void fill()
    {
        in.clear();
        try
        {
            if (channel.read(in) < 0)
            {
                throw new EOFException("the server has closed the connection");
            }
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException("a connection broke: reason=" + e.getMessage(), e);
        }
        in.flip();
    }

    /** The rest of a line, without its end. */
    String line()
    {
        line.setLength(0);
        for (byte character = next(); character != '\n'; character = next())
        {
            if (character != '\r')
            {
                line.append((char)(character & 0xFF));
            }
        }
        return line.toString();
    }

    /** A number that ends the line. */
    long number()
    {
        long number = 0;
        boolean isNegative = false;
        for (byte character = next(); character != '\n'; character = next())
        {
            if (character == '-')
            {
                isNegative = true;
            }
            else if (character != '\r')
            {
                number = number * 10 + character - '0';
            }
        }
        return isNegative ? -number : number;
    }

    /** So many bytes. */
    byte[] bytes(final int length)
    {
        final byte[] bytes = new byte[length];
        for (int from = 0; from < length;)
        {
            if (!in.hasRemaining())
            {
                fill();
            }
            final int part = Math.min(in.remaining(), length - from);
            in.get(bytes, from, part);
            from += part;
        }
        return bytes;
    }

    /** So many bytes that nobody wants. */
    void skip(final int length)
    {
        for (int left = length; left > 0;)
        {
            if (!in.hasRemaining())
            {
                fill();
            }
            final int part = Math.min(in.remaining(), left);
            in.position(in.position() + part);
            left -= part;
        }
    }

    static byte[] ascii(final String text)
    {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close()
    {
        try
        {
            channel.close();
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }
}
