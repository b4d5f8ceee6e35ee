package io.varve.perf.wire;

import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connection to Redis (RESP2) whose commands may go out before the answers of those ahead of them came. One thread. */
public final class RedisConnection implements AutoCloseable
{
    private static final byte[] END = TextChannel.ascii("\r\n");

    private final TextChannel channel;

    /** To a host and port. */
    public RedisConnection(final String address)
    {
        channel = new TextChannel(address);
    }

    /** The bytes of an XADD of events of one length to a stream, up to where the event stands. */
    public static byte[] addHead(final String stream, final int length)
    {
        return TextChannel.ascii("*5\r\n$4\r\nXADD\r\n$" + stream.length() + "\r\n" + stream +
            "\r\n$1\r\n*\r\n$1\r\nd\r\n$" + length + "\r\n");
    }

    /** Adds an event to a stream; goes out with the next {@link #flush}, or when there is no room for more. */
    public void add(final byte[] addHead, final DirectBuffer event)
    {
        channel.put(addHead);
        channel.put(event);
        channel.put(END);
    }

    /** Sends what has gathered. */
    public void flush()
    {
        channel.flush();
    }

    /** Whether answers are here without waiting. */
    public boolean hasAnswer()
    {
        return channel.hasRead();
    }

    /**
     * Waits for the answer to the oldest command, which must be a text.
     *
     * @throws IllegalStateException when Redis refused it.
     */
    public void awaitAdded()
    {
        final byte kind = channel.next();
        if (kind != '$')
        {
            throw refused(kind);
        }
        channel.skip((int)channel.number() + END.length);
    }

    /** Sends a command and waits for its answer: text as bytes, numbers as Long, lists as lists. */
    public Object ask(final String... words)
    {
        channel.put(TextChannel.ascii("*" + words.length + "\r\n"));
        for (final String word : words)
        {
            channel.put(TextChannel.ascii("$" + word.length() + "\r\n" + word + "\r\n"));
        }
        channel.flush();
        return answer();
    }

    private Object answer()
    {
        final byte kind = channel.next();
        switch (kind)
        {
            case '+':
                return TextChannel.ascii(channel.line());
            case ':':
                return channel.number();
            case '$':
                final int length = (int)channel.number();
                final byte[] bytes = length < 0 ? null : channel.bytes(length);
                channel.skip(length < 0 ? 0 : END.length);
                return bytes;
            case '*':
                final int count = (int)channel.number();
                final List<Object> items = new ArrayList<>();
                for (int i = 0; i < count; i++)
                {
                    items.add(answer());
                }
                return items;
            default:
                throw refused(kind);
        }
    }

    private IllegalStateException refused(final byte kind)
    {
        return new IllegalStateException("Redis refused a command: said=" + (char)kind + channel.line());
    }

    /** The next entries of a stream behind an id: pairs of id and fields. */
    public List<?> range(final String stream, final String behind, final int count)
    {
        return (List<?>)ask("XRANGE", stream, behind, "+", "COUNT", Integer.toString(count));
    }

    /** Id of an entry of {@link #range}. */
    public static String id(final Object entry)
    {
        return new String((byte[])((List<?>)entry).get(0), StandardCharsets.US_ASCII);
    }

    /** The event of an entry of {@link #range}. */
    public static byte[] event(final Object entry)
    {
        return (byte[])((List<?>)((List<?>)entry).get(1)).get(1);
    }

    @Override
    public void close()
    {
        channel.close();
    }
}
