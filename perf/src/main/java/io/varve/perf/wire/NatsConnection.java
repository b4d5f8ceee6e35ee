package io.varve.perf.wire;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.UUID;

/** A connection to NATS, for JetStream: publishes whose answers come later, and what a consumer is sent. One thread. */
public final class NatsConnection implements AutoCloseable
{
    private static final byte[] END = TextChannel.ascii("\r\n");
    private static final String CONSUMER = "all";
    private static final String API = "$JS.API.";

    private final UnsafeBuffer message = new UnsafeBuffer(0, 0);
    private final TextChannel channel;

    /** Where answers come, to this connection alone. */
    private final String inbox = "_INBOX." + UUID.randomUUID().toString().replace("-", "");

    /** To a host and port. */
    public NatsConnection(final String address)
    {
        channel = new TextChannel(address);
        channel.line(); // INFO
        channel.put(TextChannel.ascii("CONNECT {\"verbose\":false,\"pedantic\":false,\"lang\":\"java\",\"version\":\"1\"," +
            "\"protocol\":1,\"headers\":true,\"no_responders\":true}\r\nSUB " + inbox + ".* 1\r\n"));
        channel.flush();
    }

    /** The bytes of a publish of events of one length to a subject, up to where the event stands. */
    public byte[] publishHead(final String subject, final int length)
    {
        return TextChannel.ascii("PUB " + subject + ' ' + inbox + ".a " + length + "\r\n");
    }

    /** Publishes an event; goes out with the next {@link #flush}, or when there is no room for more. */
    public void publish(final byte[] publishHead, final DirectBuffer event)
    {
        channel.put(publishHead);
        channel.put(event);
        channel.put(END);
    }

    /** Sends what has gathered. */
    public void flush()
    {
        channel.flush();
    }

    /** Whether a message is here without waiting. */
    public boolean hasMessage()
    {
        return channel.hasRead();
    }

    /** Waits for the next message; its bytes are valid until the one after it. */
    public DirectBuffer await()
    {
        while (true)
        {
            final String line = channel.line();
            if (line.startsWith("MSG ") || line.startsWith("HMSG "))
            {
                return message(line);
            }
            if (line.equals("PING"))
            {
                channel.put(TextChannel.ascii("PONG\r\n"));
                channel.flush();
            }
            else if (line.startsWith("-ERR"))
            {
                throw new IllegalStateException("NATS refused a command: said=" + line);
            }
        }
    }

    private DirectBuffer message(final String line)
    {
        final String[] words = line.split(" ");
        final boolean hasHeaders = words[0].equals("HMSG");
        message.wrap(channel.bytes(Integer.parseInt(words[words.length - 1])));
        channel.skip(END.length);
        if (hasHeaders)
        {
            throw new IllegalStateException("NATS said something else: headers=" +
                message.getStringWithoutLengthAscii(0, Integer.parseInt(words[words.length - 2])));
        }
        return message;
    }

    /**
     * Waits for the answer to the oldest publish.
     *
     * @throws IllegalStateException when it was not stored.
     */
    public void awaitStored()
    {
        final DirectBuffer answer = await();
        final String text = answer.getStringWithoutLengthAscii(0, answer.capacity());
        if (text.contains("\"error\""))
        {
            throw new IllegalStateException("NATS did not store an event: said=" + text);
        }
    }

    /** Asks JetStream and waits for its answer. */
    public String ask(final String subject, final String json)
    {
        channel.put(TextChannel.ascii("PUB " + API + subject + ' ' + inbox + ".q " + json.length() + "\r\n" + json + "\r\n"));
        channel.flush();
        final DirectBuffer answer = await();
        final String text = answer.getStringWithoutLengthAscii(0, answer.capacity());
        if (text.contains("\"error\""))
        {
            throw new IllegalStateException("NATS refused a request: subject=" + subject + ", said=" + text);
        }
        return text;
    }

    /** Makes a consumer of a stream, from its start on, that is sent what it asks for. */
    public void consume(final String stream)
    {
        ask("CONSUMER.DURABLE.CREATE." + stream + '.' + CONSUMER, "{\"stream_name\":\"" + stream +
            "\",\"config\":{\"durable_name\":\"" + CONSUMER + "\",\"ack_policy\":\"none\",\"deliver_policy\":\"all\"}}");
    }

    /** Asks for so many events of the consumer; each is a message. */
    public void pull(final String stream, final int events)
    {
        final String json = "{\"batch\":" + events + '}';
        channel.put(TextChannel.ascii("PUB " + API + "CONSUMER.MSG.NEXT." + stream + '.' + CONSUMER + ' ' + inbox + ".n " +
            json.length() + "\r\n" + json + "\r\n"));
        channel.flush();
    }

    @Override
    public void close()
    {
        channel.close();
    }
}
