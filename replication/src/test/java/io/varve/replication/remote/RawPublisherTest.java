package io.varve.replication.remote;

import io.aeron.Aeron;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.varve.api.EventSet;
import io.varve.api.Query;
import io.varve.raw.AckDecoder;
import io.varve.raw.AwaitEncoder;
import io.varve.raw.BatchStatus;
import io.varve.raw.DefineNameEncoder;
import io.varve.raw.HeartbeatEncoder;
import io.varve.raw.HelloEncoder;
import io.varve.raw.Level;
import io.varve.raw.MessageHeaderDecoder;
import io.varve.raw.MessageHeaderEncoder;
import io.varve.raw.NameKind;
import io.varve.raw.OpenPublisherEncoder;
import io.varve.raw.ProgressDecoder;
import io.varve.raw.PublishEncoder;
import io.varve.raw.PublisherOpenedDecoder;
import io.varve.raw.WelcomeDecoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A publisher that is written from docs/PROTOCOL.md and the schema alone: Aeron's client, and codecs that were generated apart into
 * a package of their own. Nothing of ours helps it.
 */
@Timeout(60)
class RawPublisherTest
{
    private static final int BATCHES = 2_000;
    private static final int AGGREGATE = 1;
    private static final int EVENT_TYPE = 2;
    private static final int PUBLISHER = 7;

    @TempDir
    Path folder;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder received = new MessageHeaderDecoder();
    private final ExpandableArrayBuffer out = new ExpandableArrayBuffer();
    private final List<Long> positions = new ArrayList<>();
    private Publication publication;
    private long window;
    private long synced = -1;
    private boolean isWelcome;

    private void onMessage(final DirectBuffer buffer, final int offset)
    {
        received.wrap(buffer, offset);
        assertEquals(8622, received.schemaId());
        switch (received.templateId())
        {
            case WelcomeDecoder.TEMPLATE_ID -> isWelcome = true;
            case PublisherOpenedDecoder.TEMPLATE_ID ->
            {
                final PublisherOpenedDecoder opened = new PublisherOpenedDecoder().wrapAndApplyHeader(buffer, offset, received);
                assertEquals(PUBLISHER, opened.publisher());
                assertEquals(0, opened.lastSequence());
                window = opened.window();
            }
            case AckDecoder.TEMPLATE_ID ->
            {
                final AckDecoder ack = new AckDecoder().wrapAndApplyHeader(buffer, offset, received);
                assertEquals(positions.size() + 1, ack.firstSequence());
                for (final AckDecoder.OutcomesDecoder outcome : ack.outcomes())
                {
                    assertEquals(BatchStatus.ADMITTED, outcome.status());
                    assertEquals(positions.size(), outcome.version());
                    positions.add(outcome.position());
                }
            }
            case ProgressDecoder.TEMPLATE_ID ->
                synced = new ProgressDecoder().wrapAndApplyHeader(buffer, offset, received).positions().synced();
            default ->
            {
                // Heartbeats, and what a later version may say.
            }
        }
    }

    private void send(final int length)
    {
        long result = publication.offer(out, 0, length);
        while (result == Publication.BACK_PRESSURED || result == Publication.ADMIN_ACTION)
        {
            Thread.onSpinWait();
            result = publication.offer(out, 0, length);
        }
        assertTrue(result > 0, "result=" + result);
    }

    private void define(final int number, final NameKind kind, final String name)
    {
        final DefineNameEncoder message = new DefineNameEncoder().wrapAndApplyHeader(out, 0, header);
        message.number(number).kind(kind).domain("raw").name(name);
        send(MessageHeaderEncoder.ENCODED_LENGTH + message.encodedLength());
    }

    private void publish(final long sequence)
    {
        final byte[] data = ("event " + sequence).getBytes(StandardCharsets.US_ASCII);
        final PublishEncoder message = new PublishEncoder().wrapAndApplyHeader(out, 0, header);
        message.sequence(sequence).id(42).expectedVersion(sequence == 1 ? -2 : sequence - 2).timestamp(Long.MIN_VALUE)
            .publisher(PUBLISHER).aggregate(AGGREGATE).isKeyed((short)0);
        message.eventsCount(1).next().eventType(EVENT_TYPE).putData(data, 0, data.length);
        message.putKey(new byte[0], 0, 0).putMetadata(new byte[0], 0, 0);
        send(MessageHeaderEncoder.ENCODED_LENGTH + message.encodedLength());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGetItsAcks(final boolean isUdp)
    {
        try (NodeHome home = new NodeHome(folder, true, isUdp, context -> { });
            Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(folder.resolve("aeron").toString())))
        {
            final String channel = home.connection().replaceAll("[?|]aeron-dir=.*", "");
            final int port = isUdp ? Integer.parseInt(channel.substring(channel.lastIndexOf(':') + 1)) : 0;
            final Subscription subscription = aeron.addSubscription(
                (isUdp ? "aeron:udp?control=127.0.0.1:" + (port + 1) + '|' : "aeron:ipc?") + "control-mode=response", 2);
            publication = aeron.addPublication(channel + (isUdp ? '|' : '?') + "term-length=256k|response-correlation-id=" +
                subscription.registrationId(), 1);
            final FragmentAssembler assembler =
                new FragmentAssembler((buffer, offset, length, aeronHeader) -> onMessage(buffer, offset));
            while (!publication.isConnected())
            {
                Thread.yield();
            }

            final HelloEncoder hello = new HelloEncoder().wrapAndApplyHeader(out, 0, header);
            hello.protocolVersion(1).wantsPlace((short)0).putHostHash(new byte[32], 0, 32).client("raw");
            send(MessageHeaderEncoder.ENCODED_LENGTH + hello.encodedLength());
            while (!isWelcome)
            {
                subscription.poll(assembler, 10);
            }
            define(AGGREGATE, NameKind.AGGREGATE, "thing");
            define(EVENT_TYPE, NameKind.TYPE, "Happened");
            final OpenPublisherEncoder open = new OpenPublisherEncoder().wrapAndApplyHeader(out, 0, header);
            open.requestId(1).publisher(PUBLISHER).window(100).session(0).producer("raw producer");
            send(MessageHeaderEncoder.ENCODED_LENGTH + open.encodedLength());
            while (window == 0)
            {
                subscription.poll(assembler, 10);
            }
            assertEquals(100, window);

            int sent = 0;
            while (positions.size() < BATCHES)
            {
                if (sent < BATCHES && sent - positions.size() < window)
                {
                    publish(++sent);
                }
                subscription.poll(assembler, 10);
            }
            final AwaitEncoder await = new AwaitEncoder().wrapAndApplyHeader(out, 0, header);
            await.position(BATCHES).level(Level.SYNCED);
            send(MessageHeaderEncoder.ENCODED_LENGTH + await.encodedLength());
            while (synced < BATCHES)
            {
                subscription.poll(assembler, 10);
            }

            final HeartbeatEncoder heartbeat = new HeartbeatEncoder().wrapAndApplyHeader(out, 0, header);
            heartbeat.positions().journaled(0).synced(0).replicated(0);
            send(MessageHeaderEncoder.ENCODED_LENGTH + heartbeat.encodedLength());
            final EventSet events = home.store().collect(Query.all());
            assertEquals(BATCHES, events.count());
            for (int i = 0; i < BATCHES; i++)
            {
                assertEquals("event " + (i + 1), events.at(i).text());
                assertEquals(positions.get(i), events.at(i).position());
            }
        }
    }
}
