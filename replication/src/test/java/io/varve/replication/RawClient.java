package io.varve.replication;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.varve.codec.protocol.AckDecoder;
import io.varve.codec.protocol.AwaitEncoder;
import io.varve.codec.protocol.BatchStatus;
import io.varve.codec.protocol.DefineNameEncoder;
import io.varve.codec.protocol.FragmentDecoder;
import io.varve.codec.protocol.FragmentEncoder;
import io.varve.codec.protocol.HelloEncoder;
import io.varve.codec.protocol.Level;
import io.varve.codec.protocol.MessageHeaderDecoder;
import io.varve.codec.protocol.MessageHeaderEncoder;
import io.varve.codec.protocol.NameKind;
import io.varve.codec.protocol.OpenPublisherEncoder;
import io.varve.codec.protocol.PublishEncoder;
import io.varve.codec.protocol.RefusedDecoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A client that is nothing but Aeron and the codecs: it says what a test tells it to, right or wrong. */
final class RawClient implements AutoCloseable
{
    static final int REQUESTS = 1;
    static final int RESPONSES = 2;
    private static final long TIMEOUT_NS = 10_000_000_000L;
    private static final int SLICE_LENGTH = 8_000;

    final MessageHeaderEncoder header = new MessageHeaderEncoder();
    final MutableDirectBuffer out = new ExpandableArrayBuffer();
    private final Aeron aeron;
    private final Subscription responses;
    private final ExclusivePublication requests;
    private final Deque<UnsafeBuffer> received = new ArrayDeque<>();
    private final FragmentAssembler assembler = new FragmentAssembler((buffer, offset, length, aeronHeader) ->
        onMessage(buffer, offset, length));
    private UnsafeBuffer assembled;

    /** One outcome of a batch. */
    record Outcome(long sequence, BatchStatus status, long position, long version, int part)
    {
    }

    private RawClient(final String aeronDirectory, final String requestChannel, final String responseChannel)
    {
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(aeronDirectory).errorHandler(Throwable::printStackTrace));
        responses = aeron.addSubscription(responseChannel, RESPONSES);
        requests = aeron.addExclusivePublication(
            requestChannel + "response-correlation-id=" + responses.registrationId(), REQUESTS);
    }

    static RawClient connect(final String aeronDirectory, final String channel)
    {
        final RawClient client;
        if (channel.startsWith("aeron:ipc"))
        {
            client = new RawClient(aeronDirectory, "aeron:ipc?term-length=256k|mtu=8k|", "aeron:ipc?control-mode=response");
        }
        else
        {
            final String endpoint = channel.substring(channel.indexOf("endpoint=") + "endpoint=".length());
            final int colon = endpoint.lastIndexOf(':');
            final String control = endpoint.substring(0, colon + 1) + (Integer.parseInt(endpoint.substring(colon + 1)) + 1);
            client = new RawClient(aeronDirectory, "aeron:udp?endpoint=" + endpoint + "|term-length=256k|mtu=8k|",
                "aeron:udp?control-mode=response|control=" + control);
        }
        client.await("a connection", () -> client.requests.isConnected() && client.responses.isConnected());
        return client;
    }

    void await(final String what, final java.util.function.BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        while (!condition.getAsBoolean())
        {
            if (System.nanoTime() - deadlineNs > 0)
            {
                throw new AssertionError("not in time: " + what + ", received templates=" +
                    received.stream().map(RawClient::describe).toList());
            }
            poll();
            Thread.yield();
        }
    }

    private static String describe(final DirectBuffer message)
    {
        if (template(message) != RefusedDecoder.TEMPLATE_ID)
        {
            return Integer.toString(template(message));
        }
        return new RefusedDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder()).toString();
    }

    int poll()
    {
        return responses.poll(assembler, 16);
    }

    private void onMessage(final DirectBuffer buffer, final int offset, final int length)
    {
        final byte[] copy = new byte[length];
        buffer.getBytes(offset, copy);
        final UnsafeBuffer message = new UnsafeBuffer(copy);
        if (template(message) != FragmentDecoder.TEMPLATE_ID)
        {
            received.add(message);
            return;
        }
        final FragmentDecoder fragment = new FragmentDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
        if (fragment.sliceOffset() == 0)
        {
            assembled = new UnsafeBuffer(new byte[(int)fragment.totalLength()]);
        }
        final int sliceOffset = (int)fragment.sliceOffset();
        final int sliceLength = fragment.sliceLength();
        final byte[] slice = new byte[sliceLength];
        fragment.getSlice(slice, 0, sliceLength);
        assembled.putBytes(sliceOffset, slice);
        if (sliceOffset + sliceLength == assembled.capacity())
        {
            received.add(assembled);
        }
    }

    static int template(final DirectBuffer message)
    {
        return new MessageHeaderDecoder().wrap(message, 0).templateId();
    }

    /** The next message of a template; those ahead of it are left for other calls. */
    UnsafeBuffer receive(final int template)
    {
        final UnsafeBuffer[] found = new UnsafeBuffer[1];
        await("message with template " + template, () ->
        {
            for (final UnsafeBuffer message : received)
            {
                if (template(message) == template)
                {
                    received.remove(message);
                    found[0] = message;
                    return true;
                }
            }
            return false;
        });
        return found[0];
    }

    boolean hasReceived(final int template)
    {
        return received.stream().anyMatch(message -> template(message) == template);
    }

    boolean isConnected()
    {
        return requests.isConnected() && responses.isConnected();
    }

    /** Offers what is in {@link #out}; waits for room. */
    void send(final int encodedLength)
    {
        sendRaw(out, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
    }

    void sendRaw(final DirectBuffer message, final int length)
    {
        await("room to send", () -> requests.offer(message, 0, length) > 0);
    }

    /** @return what Aeron says. */
    long tryOffer(final DirectBuffer message, final int length)
    {
        return requests.offer(message, 0, length);
    }

    void sendInFragments(final DirectBuffer message, final int length)
    {
        final MutableDirectBuffer buffer = new ExpandableArrayBuffer();
        final FragmentEncoder fragment = new FragmentEncoder();
        for (int offset = 0; offset < length; offset += SLICE_LENGTH)
        {
            final int slice = Math.min(SLICE_LENGTH, length - offset);
            fragment.wrapAndApplyHeader(buffer, 0, header).totalLength(length).sliceOffset(offset).putSlice(message, offset, slice);
            sendRaw(buffer, MessageHeaderEncoder.ENCODED_LENGTH + fragment.encodedLength());
        }
    }

    void hello(final String name)
    {
        final HelloEncoder hello = new HelloEncoder().wrapAndApplyHeader(out, 0, header).protocolVersion(1).wantsPlace((short)0);
        hello.putHostHash(new byte[32], 0, 32).client(name);
        send(hello.encodedLength());
    }

    void define(final long number, final NameKind kind, final String domain, final String name)
    {
        final DefineNameEncoder define = new DefineNameEncoder().wrapAndApplyHeader(out, 0, header)
            .number(number).kind(kind).domain(domain).name(name);
        send(define.encodedLength());
    }

    void openPublisher(final long requestId, final long number, final int window, final String producer)
    {
        final OpenPublisherEncoder open = new OpenPublisherEncoder().wrapAndApplyHeader(out, 0, header)
            .requestId(requestId).publisher(number).window(window).session(0).producer(producer);
        send(open.encodedLength());
    }

    int encodePublish(
        final long publisher,
        final long sequence,
        final long aggregate,
        final long type,
        final long id,
        final long expectedVersion,
        final byte[]... data)
    {
        final PublishEncoder publish = new PublishEncoder().wrapAndApplyHeader(out, 0, header)
            .sequence(sequence).id(id).expectedVersion(expectedVersion).timestamp(Long.MIN_VALUE)
            .publisher(publisher).aggregate(aggregate).isKeyed((short)0);
        final PublishEncoder.EventsEncoder events = publish.eventsCount(data.length);
        for (final byte[] event : data)
        {
            events.next().eventType(type).putData(event, 0, event.length);
        }
        publish.key("").putMetadata(new byte[0], 0, 0);
        return publish.encodedLength();
    }

    void publish(
        final long publisher, final long sequence, final long aggregate, final long type, final long id, final String text)
    {
        send(encodePublish(publisher, sequence, aggregate, type, id, -1, text.getBytes(StandardCharsets.UTF_8)));
    }

    void await(final long position, final Level level)
    {
        final AwaitEncoder await = new AwaitEncoder().wrapAndApplyHeader(out, 0, header).position(position).level(level);
        send(await.encodedLength());
    }

    /** Collects outcomes of a publisher until there are so many. */
    List<Outcome> acks(final long publisher, final int count)
    {
        final List<Outcome> outcomes = new ArrayList<>();
        while (outcomes.size() < count)
        {
            final AckDecoder ack =
                new AckDecoder().wrapAndApplyHeader(receive(AckDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
            if (ack.publisher() == publisher)
            {
                long sequence = ack.firstSequence();
                for (final AckDecoder.OutcomesDecoder outcome : ack.outcomes())
                {
                    outcomes.add(new Outcome(
                        sequence++, outcome.status(), outcome.position(), outcome.version(), outcome.part()));
                }
            }
        }
        return outcomes;
    }

    /** Dies without a word; idempotent. */
    void die()
    {
        aeron.close();
    }

    @Override
    public void close()
    {
        die();
    }
}
