package io.varve.replication;

import io.varve.api.Aggregate;
import io.varve.api.BatchClaim;
import io.varve.api.Durability;
import io.varve.api.EventCursor;
import io.varve.api.Publisher;
import io.varve.api.Query;
import io.varve.api.RecordedEvent;
import io.varve.codec.protocol.AuthenticateEncoder;
import io.varve.codec.protocol.BatchStatus;
import io.varve.codec.protocol.ChallengeDecoder;
import io.varve.codec.protocol.GoodbyeDecoder;
import io.varve.codec.protocol.HeartbeatDecoder;
import io.varve.codec.protocol.IdsDecoder;
import io.varve.codec.protocol.Level;
import io.varve.codec.protocol.MessageHeaderDecoder;
import io.varve.codec.protocol.MessageHeaderEncoder;
import io.varve.codec.protocol.NameKind;
import io.varve.codec.protocol.NewIdsEncoder;
import io.varve.codec.protocol.ProgressDecoder;
import io.varve.codec.protocol.PublishTransactionEncoder;
import io.varve.codec.protocol.PublisherOpenedDecoder;
import io.varve.codec.protocol.RefusalCode;
import io.varve.codec.protocol.RefusedDecoder;
import io.varve.codec.protocol.WelcomeDecoder;
import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.StoreContext;
import io.varve.replication.RawClient.Outcome;
import io.varve.replication.counter.NodeCounter;
import io.varve.replication.security.SecretProof;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NodeTest
{
    private static final String UDP = "aeron:udp?endpoint=127.0.0.1:24725";

    @TempDir
    private Path folder;
    private TestDriver driver;
    private EmbeddedEventStore store;
    private NodeContext context;
    private Node node;

    @BeforeEach
    void open()
    {
        driver = new TestDriver(folder);
        store = EmbeddedEventStore.open(new StoreContext().directory(folder.resolve("data")));
        context = new NodeContext().store(store).aeronDirectory(driver.directory()).channels(List.of("aeron:ipc", UDP));
    }

    @AfterEach
    void close()
    {
        if (node != null)
        {
            node.close();
        }
        store.close();
        driver.close();
    }

    private RawClient welcomed(final String channel)
    {
        if (node == null)
        {
            node = Node.launch(context);
        }
        final RawClient client = RawClient.connect(driver.directory(), channel);
        client.hello("test");
        client.receive(WelcomeDecoder.TEMPLATE_ID);
        return client;
    }

    @ParameterizedTest
    @ValueSource(strings = {"aeron:ipc", UDP})
    void shouldWriteWhatIsPublishedAndAckIt(final String channel)
    {
        try (RawClient client = welcomed(channel))
        {
            client.define(1, NameKind.AGGREGATE, "shop", "order");
            client.define(2, NameKind.TYPE, "shop", "Placed");
            client.openPublisher(7, 3, 64, "");
            final PublisherOpenedDecoder opened = new PublisherOpenedDecoder().wrapAndApplyHeader(
                client.receive(PublisherOpenedDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
            assertEquals(7, opened.requestId());
            assertEquals(3, opened.publisher());
            assertEquals(64, opened.window());
            for (int i = 1; i <= 200; i++)
            {
                client.publish(3, i, 1, 2, 42, "event " + i);
            }
            final List<Outcome> acks = client.acks(3, 200);
            for (int i = 0; i < 200; i++)
            {
                assertEquals(new Outcome(i + 1, BatchStatus.ADMITTED, i, i, 0), acks.get(i));
            }
            client.await(200, Level.SYNCED);
            final ProgressDecoder progress = new ProgressDecoder().wrapAndApplyHeader(
                client.receive(ProgressDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
            assertEquals(200, progress.positions().synced());
        }
        try (EventCursor cursor = store.query(Query.all()))
        {
            for (int i = 1; i <= 200; i++)
            {
                assertTrue(cursor.next());
                assertEquals("event " + i, cursor.toEvent().text());
                assertEquals("Placed", cursor.type());
                assertEquals(42, cursor.id());
            }
        }
        assertEquals(Durability.SYNCED, store.defaultDurability());
        assertEquals(200, node.counters().get(NodeCounter.EVENTS));
        assertEquals(200, node.counters().get(NodeCounter.ACKS));
    }

    @Test
    void shouldEndTheConnectionOfWhoBreaksTheProtocolAlone()
    {
        try (RawClient good = welcomed("aeron:ipc"); RawClient bad = welcomed("aeron:ipc"))
        {
            bad.publish(99, 1, 1, 1, 1, "to nobody");
            final RefusedDecoder refused = new RefusedDecoder().wrapAndApplyHeader(
                bad.receive(RefusedDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
            assertEquals(RefusalCode.MALFORMED, refused.code());
            assertEquals("publisher is not open: publisher=99", refused.text());
            bad.receive(GoodbyeDecoder.TEMPLATE_ID);

            good.openPublisher(1, 1, 8, "");
            good.receive(PublisherOpenedDecoder.TEMPLATE_ID);
        }
    }

    private static RefusalCode refusalOf(final RawClient client)
    {
        return new RefusedDecoder().wrapAndApplyHeader(
            client.receive(RefusedDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder()).code();
    }

    private static RawClient ready(final RawClient client, final String producer)
    {
        client.define(1, NameKind.AGGREGATE, "shop", "order");
        client.define(2, NameKind.TYPE, "shop", "Placed");
        client.openPublisher(1, 1, 64, producer);
        return client;
    }

    private static long lastSequence(final RawClient client)
    {
        return new PublisherOpenedDecoder().wrapAndApplyHeader(
            client.receive(PublisherOpenedDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder()).lastSequence();
    }

    @Test
    void shouldTakeWhoProvesToKnowTheSecretOnly()
    {
        final byte[] secret = {1, 2, 3};
        context.secret(secret);
        node = Node.launch(context);
        for (final boolean isRight : new boolean[]{true, false})
        {
            try (RawClient client = RawClient.connect(driver.directory(), "aeron:ipc"))
            {
                client.hello("test");
                final ChallengeDecoder challenge = new ChallengeDecoder().wrapAndApplyHeader(
                    client.receive(ChallengeDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
                final byte[] bytes = new byte[32];
                challenge.getChallenge(bytes, 0, 32);
                final byte[] proof = new SecretProof(isRight ? secret : new byte[]{1, 2, 4}).proofOf(bytes);
                final AuthenticateEncoder authenticate =
                    new AuthenticateEncoder().wrapAndApplyHeader(client.out, 0, client.header).putProof(proof, 0, 32);
                client.send(authenticate.encodedLength());
                if (isRight)
                {
                    client.receive(WelcomeDecoder.TEMPLATE_ID);
                }
                else
                {
                    assertEquals(RefusalCode.UNAUTHENTICATED, refusalOf(client));
                    client.receive(GoodbyeDecoder.TEMPLATE_ID);
                }
            }
        }
    }

    @Test
    void shouldRefuseWhoSkipsTheProof()
    {
        node = Node.launch(context.secret(new byte[]{9}));
        try (RawClient client = RawClient.connect(driver.directory(), "aeron:ipc"))
        {
            client.hello("test");
            client.receive(ChallengeDecoder.TEMPLATE_ID);
            client.openPublisher(1, 1, 1, "");
            assertEquals(RefusalCode.UNAUTHENTICATED, refusalOf(client));
        }
    }

    @Test
    void shouldRefuseOneClientMoreThanItTakes()
    {
        context.limits().maxClients(2);
        try (RawClient first = welcomed("aeron:ipc"); RawClient second = welcomed("aeron:ipc"))
        {
            try (RawClient third = RawClient.connect(driver.directory(), "aeron:ipc"))
            {
                assertEquals(RefusalCode.TOO_MANY_CLIENTS, refusalOf(third));
                third.receive(GoodbyeDecoder.TEMPLATE_ID);
            }
            first.openPublisher(1, 1, 1, "");
            assertEquals(0, lastSequence(first));
            second.await("the third to be gone", () -> node.counters().get(NodeCounter.CLIENTS) == 2);
        }
    }

    @Test
    void shouldPutAMessageTogetherThatCameInSlices()
    {
        try (RawClient client = ready(welcomed("aeron:ipc"), ""))
        {
            final byte[] data = new byte[60_000];
            new Random(3).nextBytes(data);
            final int length = MessageHeaderEncoder.ENCODED_LENGTH + client.encodePublish(1, 1, 1, 2, 5, -1, data, data);
            final UnsafeBuffer message = new UnsafeBuffer(new byte[length]);
            message.putBytes(0, client.out, 0, length);
            client.sendInFragments(message, length);
            assertEquals(new Outcome(1, BatchStatus.ADMITTED, 0, 0, 0), client.acks(1, 1).get(0));
            final List<RecordedEvent> events = store.get("shop", "order", 5).toList();
            assertEquals(2, events.size());
            assertArrayEquals(data, events.get(1).data());
        }
    }

    @Test
    void shouldRefuseABatchThatFitsNoGenerationAndGoOn()
    {
        try (RawClient client = ready(welcomed("aeron:ipc"), ""))
        {
            final byte[] data = new byte[65_535];
            final int length = MessageHeaderEncoder.ENCODED_LENGTH + client.encodePublish(1, 1, 1, 2, 5, -1, data, data);
            final UnsafeBuffer message = new UnsafeBuffer(new byte[length]);
            message.putBytes(0, client.out, 0, length);
            client.sendInFragments(message, length);
            client.publish(1, 2, 1, 2, 5, "small");
            assertEquals(RefusalCode.BATCH_TOO_LARGE, refusalOf(client));
            assertEquals(List.of(new Outcome(1, BatchStatus.REFUSED, -1, -1, 0), new Outcome(2, BatchStatus.ADMITTED, 0, 0, 0)),
                client.acks(1, 2));
        }
    }

    @Test
    void shouldRefuseABatchWhosePartsDoNotBelongTogetherAndGoOn()
    {
        final List<Throwable> failures = new CopyOnWriteArrayList<>();
        context.errorHandler(failures::add);
        try (RawClient client = welcomed("aeron:ipc"))
        {
            client.define(1, NameKind.AGGREGATE, "shop", "order");
            client.define(2, NameKind.TYPE, "shop", "Placed");
            client.define(3, NameKind.TYPE, "bank", "Opened");
            client.openPublisher(7, 3, 64, "");
            client.receive(PublisherOpenedDecoder.TEMPLATE_ID);
            client.publish(3, 1, 1, 3, 42, "a type of another domain");
            client.send(client.encodePublish(3, 2, 1, 2, 42, -1)); // without events
            client.send(client.encodePublish(3, 3, 1, 2, 42, -1, new byte[257][0])); // too many
            client.publish(3, 4, 1, 2, 42, "right");
            for (int sequence = 1; sequence <= 3; sequence++)
            {
                final RefusedDecoder refused = new RefusedDecoder().wrapAndApplyHeader(
                    client.receive(RefusedDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
                assertEquals(3, refused.publisher());
                assertEquals(sequence, refused.sequence());
                assertEquals(sequence == 1 ? RefusalCode.BAD_REQUEST : RefusalCode.BATCH_TOO_LARGE, refused.code());
            }
            final List<Outcome> acks = client.acks(3, 4);
            for (int i = 0; i < 3; i++)
            {
                assertEquals(BatchStatus.REFUSED, acks.get(i).status());
            }
            assertEquals(new Outcome(4, BatchStatus.ADMITTED, 0, 0, 0), acks.get(3));
        }
        assertEquals(List.of(), failures);
    }

    @Test
    void shouldAnswerAProducerThatSendsAgainWithItsFirstAnswer()
    {
        try (RawClient client = ready(welcomed("aeron:ipc"), "billing"))
        {
            assertEquals(0, lastSequence(client));
            for (int i = 1; i <= 10; i++)
            {
                client.publish(1, i, 1, 2, 42, "event " + i);
            }
            client.acks(1, 10);
        }
        try (RawClient client = ready(welcomed("aeron:ipc"), "billing"))
        {
            assertEquals(10, lastSequence(client));
            for (int i = 8; i <= 12; i++)
            {
                client.publish(1, i, 1, 2, 42, "event " + i);
            }
            final List<Outcome> acks = client.acks(1, 5);
            for (int i = 0; i < 5; i++)
            {
                final BatchStatus status = i < 3 ? BatchStatus.DUPLICATE : BatchStatus.ADMITTED;
                assertEquals(new Outcome(8 + i, status, 7 + i, 7 + i, 0), acks.get(i));
            }
        }
        assertEquals(12, store.positions().journaled());
    }

    @Test
    void shouldServeOthersWhileAProducerIsTakenOver()
    {
        final Aggregate orders = store.domain("shop").aggregate("order");
        try (Publisher writer = store.publisher();
            RawClient client = welcomed("aeron:ipc");
            RawClient other = welcomed("aeron:ipc"))
        {
            final BatchClaim claim = writer.claim(orders.instance(1), 1, 1); // holds up what is published behind it
            claim.event(store.domain("shop").type("Placed"), 1);
            client.openPublisher(7, 3, 64, "p");
            client.await("the message to be left", () -> node.counters().get(NodeCounter.BACK_PRESSURED) > 0);
            final NewIdsEncoder ids = new NewIdsEncoder().wrapAndApplyHeader(other.out, 0, other.header).requestId(1).amount(1);
            other.send(ids.encodedLength());
            other.receive(IdsDecoder.TEMPLATE_ID);
            client.poll();
            assertFalse(client.hasReceived(PublisherOpenedDecoder.TEMPLATE_ID));
            writer.await(claim.commit(), Durability.JOURNALED);
            final PublisherOpenedDecoder opened = new PublisherOpenedDecoder().wrapAndApplyHeader(
                client.receive(PublisherOpenedDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
            assertEquals(0, opened.lastSequence());
            assertEquals(3, opened.publisher());
        }
    }

    @Test
    void shouldWriteATransactionOrNothingOfIt()
    {
        try (RawClient client = ready(welcomed("aeron:ipc"), ""))
        {
            client.publish(1, 1, 1, 2, 1, "first");
            for (int i = 2; i <= 3; i++)
            {
                final PublishTransactionEncoder transaction =
                    new PublishTransactionEncoder().wrapAndApplyHeader(client.out, 0, client.header).sequence(i).publisher(1);
                final PublishTransactionEncoder.PartsEncoder parts = transaction.partsCount(2);
                for (int part = 0; part < 2; part++)
                {
                    parts.next().id(1 + part).expectedVersion(part == 0 ? -3 : -2).timestamp(Long.MIN_VALUE).aggregate(1)
                        .isKeyed((short)0);
                    parts.eventsCount(1).next().eventType(2).putData(new byte[]{7}, 0, 1);
                    parts.key("").putMetadata(new byte[0], 0, 0);
                }
                client.send(transaction.encodedLength());
            }
            final List<Outcome> acks = client.acks(1, 3);
            assertEquals(new Outcome(2, BatchStatus.ADMITTED, 1, 1, 0), acks.get(1));
            assertEquals(new Outcome(3, BatchStatus.WRONG_EXPECTED_VERSION, -1, 0, 1), acks.get(2));
            assertEquals(3, store.positions().journaled());
        }
    }

    @Test
    void shouldEndAClientThatIsSilent()
    {
        context.heartbeatIntervalNs(50_000_000).livenessTimeoutNs(300_000_000);
        try (RawClient client = welcomed("aeron:ipc"))
        {
            client.receive(HeartbeatDecoder.TEMPLATE_ID);
            assertEquals(RefusalCode.TIMED_OUT, refusalOf(client));
            client.receive(GoodbyeDecoder.TEMPLATE_ID);
            client.await("its end", () -> node.counters().get(NodeCounter.CLIENTS) == 0);
        }
    }

    @Test
    void shouldAckWhatItTookAndSayGoodbyeWhenItCloses()
    {
        try (RawClient client = ready(welcomed("aeron:ipc"), ""))
        {
            for (int i = 1; i <= 50; i++)
            {
                client.publish(1, i, 1, 2, 42, "event " + i);
            }
            client.await("all to be taken", () -> node.counters().get(NodeCounter.BATCHES) == 50);
            node.close();
            assertEquals(50, client.acks(1, 50).size());
            final GoodbyeDecoder goodbye = new GoodbyeDecoder().wrapAndApplyHeader(
                client.receive(GoodbyeDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
            assertEquals(RefusalCode.CLOSING.value(), goodbye.code());
        }
    }

    @Test
    void shouldHoldBackWhoSendsMoreThanItsWindow()
    {
        try (RawClient client = welcomed("aeron:ipc"))
        {
            client.define(1, NameKind.AGGREGATE, "shop", "order");
            client.define(2, NameKind.TYPE, "shop", "Placed");
            client.openPublisher(1, 1, 4, "");
            for (int i = 1; i <= 5_000; i++)
            {
                client.publish(1, i, 1, 2, 42, "event " + i);
            }
            assertEquals(5_000, client.acks(1, 5_000).size());
        }
    }

    @Test
    void shouldFindALostMediaDriverAgain()
    {
        try (RawClient client = ready(welcomed("aeron:ipc"), ""))
        {
            client.publish(1, 1, 1, 2, 42, "before");
            client.acks(1, 1);
        }
        driver.close();
        driver = new TestDriver(folder);
        final long deadlineNs = System.nanoTime() + 40_000_000_000L;
        while (node.counters().get(NodeCounter.RECONNECTS) == 0)
        {
            assertTrue(System.nanoTime() - deadlineNs < 0, "driver was not found again");
            Thread.yield();
        }
        try (RawClient client = ready(welcomed("aeron:ipc"), ""))
        {
            client.publish(1, 1, 1, 2, 42, "after");
            assertEquals(1, client.acks(1, 1).get(0).position());
        }
    }
}
