package io.varve.replication;

import io.varve.api.Durability;
import io.varve.api.EventCursor;
import io.varve.api.Query;
import io.varve.codec.protocol.BatchStatus;
import io.varve.codec.protocol.GoodbyeDecoder;
import io.varve.codec.protocol.Level;
import io.varve.codec.protocol.MessageHeaderDecoder;
import io.varve.codec.protocol.NameKind;
import io.varve.codec.protocol.ProgressDecoder;
import io.varve.codec.protocol.PublisherOpenedDecoder;
import io.varve.codec.protocol.RefusalCode;
import io.varve.codec.protocol.RefusedDecoder;
import io.varve.codec.protocol.WelcomeDecoder;
import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.StoreContext;
import io.varve.replication.RawClient.Outcome;
import io.varve.replication.counter.NodeCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
}
