package io.varve.replication;

import io.varve.api.Event;
import io.varve.api.EventCursor;
import io.varve.api.Query;
import io.varve.codec.protocol.CancelEncoder;
import io.varve.codec.protocol.CaughtUpDecoder;
import io.varve.codec.protocol.CreditEncoder;
import io.varve.codec.protocol.CursorStoredDecoder;
import io.varve.codec.protocol.DeliveryDecoder;
import io.varve.codec.protocol.GetHeadEncoder;
import io.varve.codec.protocol.GetStreamEncoder;
import io.varve.codec.protocol.GoodbyeEncoder;
import io.varve.codec.protocol.HeadDecoder;
import io.varve.codec.protocol.Level;
import io.varve.codec.protocol.MessageHeaderDecoder;
import io.varve.codec.protocol.NameDecoder;
import io.varve.codec.protocol.ReadEncoder;
import io.varve.codec.protocol.ReadEndDecoder;
import io.varve.codec.protocol.RefusalCode;
import io.varve.codec.protocol.RefusedDecoder;
import io.varve.codec.protocol.StoreCursorEncoder;
import io.varve.codec.protocol.StreamStateDecoder;
import io.varve.codec.protocol.SubscribeEncoder;
import io.varve.codec.protocol.SubscribedDecoder;
import io.varve.codec.protocol.WelcomeDecoder;
import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.StoreContext;
import io.varve.replication.counter.NodeCounter;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DeliveryTest
{
    private static final long ENDLESS = 1L << 40;

    @TempDir
    private Path folder;
    private TestDriver driver;
    private EmbeddedEventStore store;
    private Node node;
    private final Map<Long, String> names = new HashMap<>();

    private record Delivered(long position, long version, String aggregate, String type, String key, byte[] data)
    {
    }

    @BeforeEach
    void open()
    {
        driver = new TestDriver(folder);
        store = EmbeddedEventStore.open(new StoreContext().directory(folder.resolve("data")));
        node = Node.launch(new NodeContext().store(store).aeronDirectory(driver.directory()));
    }

    @AfterEach
    void close()
    {
        node.close();
        store.close();
        driver.close();
    }

    private RawClient welcomed()
    {
        names.clear();
        final RawClient client = RawClient.connect(driver.directory(), "aeron:ipc");
        client.hello("test");
        client.receive(WelcomeDecoder.TEMPLATE_ID);
        return client;
    }

    private void write(final int events, final int maxLength, final long seed)
    {
        final Random random = new Random(seed);
        for (int i = 0; i < events; i++)
        {
            final byte[] data = new byte[random.nextInt(maxLength + 1)];
            random.nextBytes(data);
            store.domain("shop").aggregate("order").instance(random.nextInt(5)).put(Event.of("Placed" + i % 3, data));
        }
    }

    private static void read(
        final RawClient client, final long requestId, final long credit, final long fromVersion, final long toVersion, final int id)
    {
        final ReadEncoder read = new ReadEncoder().wrapAndApplyHeader(client.out, 0, client.header)
            .requestId(requestId).credit(credit).id(id).hasId((short)(id < 0 ? 0 : 1))
            .fromTimestamp(Long.MIN_VALUE).toTimestamp(Long.MAX_VALUE)
            .fromRecordedAt(Long.MIN_VALUE).toRecordedAt(Long.MAX_VALUE)
            .fromPosition(0).toPosition(Long.MAX_VALUE).maxEvents(Long.MAX_VALUE)
            .isBackwards((short)0).isExplain((short)0).fromVersion(fromVersion).toVersion(toVersion);
        read.typesCount(0);
        read.domain("shop").aggregate("order").key("");
        client.send(read.encodedLength());
    }

    private static void subscribe(
        final RawClient client, final long requestId, final long credit, final long position, final String cursor)
    {
        final SubscribeEncoder subscribe = new SubscribeEncoder().wrapAndApplyHeader(client.out, 0, client.header)
            .requestId(requestId).credit(credit).level(Level.JOURNALED).hasId((short)0).id(0)
            .fromTimestamp(Long.MIN_VALUE).toTimestamp(Long.MAX_VALUE)
            .fromRecordedAt(Long.MIN_VALUE).toRecordedAt(Long.MAX_VALUE).part(0).parts(0);
        subscribe.from().journalIdHigh(0).journalIdLow(0).epoch(0).position(position).chain(0);
        subscribe.typesCount(0);
        subscribe.domain("").aggregate("").key("").cursor(cursor);
        client.send(subscribe.encodedLength());
    }

    private static void credit(final RawClient client, final long requestId, final long bytes)
    {
        final CreditEncoder credit =
            new CreditEncoder().wrapAndApplyHeader(client.out, 0, client.header).requestId(requestId).bytes(bytes);
        client.send(credit.encodedLength());
    }

    private List<Delivered> delivery(final RawClient client, final UnsafeBuffer message)
    {
        while (client.hasReceived(NameDecoder.TEMPLATE_ID))
        {
            final NameDecoder name = new NameDecoder().wrapAndApplyHeader(
                client.receive(NameDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
            names.put(name.number(), name.domain() + '/' + name.name());
        }
        final DeliveryDecoder delivery = new DeliveryDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
        final List<Delivered> events = new ArrayList<>();
        for (final DeliveryDecoder.EventsDecoder event : delivery.events())
        {
            final String key = event.key();
            event.skipMetadata();
            final byte[] data = new byte[event.dataLength()];
            event.getData(data, 0, data.length);
            events.add(new Delivered(event.position(), event.version(), names.get(event.aggregate()),
                names.get(event.eventType()), key, data));
        }
        return events;
    }

    private List<Delivered> untilEnd(final RawClient client)
    {
        final List<Delivered> events = new ArrayList<>();
        while (true)
        {
            client.await("a delivery or the end", () ->
                client.hasReceived(DeliveryDecoder.TEMPLATE_ID) || client.hasReceived(ReadEndDecoder.TEMPLATE_ID));
            if (!client.hasReceived(DeliveryDecoder.TEMPLATE_ID))
            {
                client.receive(ReadEndDecoder.TEMPLATE_ID);
                return events;
            }
            events.addAll(delivery(client, client.receive(DeliveryDecoder.TEMPLATE_ID)));
        }
    }

    private void assertSame(final Query query, final List<Delivered> delivered)
    {
        try (EventCursor cursor = store.query(query))
        {
            for (final Delivered event : delivered)
            {
                assertTrue(cursor.next());
                assertEquals(cursor.position(), event.position());
                assertEquals(cursor.version(), event.version());
                assertEquals("shop/order", event.aggregate());
                assertEquals("shop/" + cursor.type(), event.type());
                assertArrayEquals(cursor.toEvent().data(), event.data());
            }
            assertFalse(cursor.next());
        }
    }

    @Test
    void shouldDeliverWhatAQueryFindsThoughItIsLongerThanAMessage()
    {
        write(60, 65_535, 1);
        try (RawClient client = welcomed())
        {
            read(client, 5, ENDLESS, 0, Long.MAX_VALUE, -1);
            assertSame(Query.all().withDomain("shop").withAggregate("order"), untilEnd(client));
            read(client, 6, ENDLESS, 0, Long.MAX_VALUE, 3);
            assertSame(Query.all().withDomain("shop").withAggregate("order").withId(3), untilEnd(client));
        }
    }

    @Test
    void shouldDeliverVersionsOfAStream()
    {
        write(200, 100, 2);
        try (RawClient client = welcomed())
        {
            final long count = store.domain("shop").aggregate("order").instance(2).version() + 1;
            read(client, 5, ENDLESS, 3, count - 1, 2);
            final List<Delivered> delivered = untilEnd(client);
            assertEquals(count - 4, delivered.size());
            for (int i = 0; i < delivered.size(); i++)
            {
                assertEquals(i + 3, delivered.get(i).version());
            }
        }
    }

    @Test
    void shouldSendTheEndThatFoundNoRoomAtOnce()
    {
        for (int i = 0; i < 160; i++)
        {
            store.domain("shop").aggregate("order").instance(0).put(Event.of("Placed0", new byte[1_000]));
        }
        try (RawClient client = welcomed())
        {
            for (int count = 96; count < 160; count++) // with some of them the last delivery fills the way to the client
            {
                final long before = node.counters().get(NodeCounter.DELIVERED_EVENTS);
                read(client, count, ENDLESS, 0, count, 0);
                final long giveUpNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
                while (node.counters().get(NodeCounter.DELIVERED_EVENTS) - before < count && System.nanoTime() - giveUpNs < 0)
                {
                    Thread.yield();
                }
                assertEquals(count, untilEnd(client).size());
            }
        }
    }

    @Test
    void shouldSendNoMoreThanItHasCreditFor()
    {
        write(500, 100, 3);
        try (RawClient client = welcomed())
        {
            read(client, 5, 1, 0, Long.MAX_VALUE, -1);
            final List<Delivered> events = delivery(client, client.receive(DeliveryDecoder.TEMPLATE_ID));
            head(client, 9); // answered by the same thread, behind whatever it would have sent
            assertFalse(client.hasReceived(DeliveryDecoder.TEMPLATE_ID));
            assertFalse(client.hasReceived(ReadEndDecoder.TEMPLATE_ID));
            credit(client, 5, ENDLESS);
            events.addAll(untilEnd(client));
            assertSame(Query.all(), events);
        }
    }

    private static HeadDecoder head(final RawClient client, final long requestId)
    {
        final GetHeadEncoder question = new GetHeadEncoder().wrapAndApplyHeader(client.out, 0, client.header).requestId(requestId);
        client.send(question.encodedLength());
        return new HeadDecoder().wrapAndApplyHeader(client.receive(HeadDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
    }

    @Test
    void shouldSayWhereTheHeadAndAStreamAre()
    {
        write(50, 10, 4);
        store.domain("shop").aggregate("order").instance("a key").put(Event.of("Placed0", "x"));
        try (RawClient client = welcomed())
        {
            final HeadDecoder head = head(client, 1);
            assertEquals(51, head.place().position());
            assertEquals(store.head().chain(), head.place().chain());
            final GetStreamEncoder question = new GetStreamEncoder().wrapAndApplyHeader(client.out, 0, client.header)
                .requestId(2).id(0).isKeyed((short)1).domain("shop").aggregate("order").key("a key");
            client.send(question.encodedLength());
            final StreamStateDecoder state = new StreamStateDecoder().wrapAndApplyHeader(
                client.receive(StreamStateDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
            assertEquals(0, state.version());
            assertTrue(state.keyNumber() > 0);
        }
    }

    @Test
    void shouldCatchUpAndGoOnLive()
    {
        write(100, 100, 5);
        try (RawClient client = welcomed())
        {
            subscribe(client, 7, ENDLESS, 40, "");
            final SubscribedDecoder subscribed = new SubscribedDecoder().wrapAndApplyHeader(
                client.receive(SubscribedDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
            assertEquals(40, subscribed.place().position());
            final List<Delivered> events = new ArrayList<>();
            collect(client, events, 60);
            final CaughtUpDecoder caughtUp = new CaughtUpDecoder().wrapAndApplyHeader(
                client.receive(CaughtUpDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
            assertEquals(100, caughtUp.place().position());
            write(30, 100, 6);
            collect(client, events, 90);
            for (int i = 0; i < events.size(); i++)
            {
                assertEquals(40 + i, events.get(i).position());
            }
        }
    }

    private void collect(final RawClient client, final List<Delivered> events, final int count)
    {
        while (events.size() < count)
        {
            events.addAll(delivery(client, client.receive(DeliveryDecoder.TEMPLATE_ID)));
        }
    }

    @Test
    void shouldKeepANamedCursorAndGiveItToOneAtATime()
    {
        write(20, 10, 7);
        try (RawClient first = welcomed(); RawClient second = welcomed())
        {
            subscribe(first, 1, ENDLESS, 0, "billing");
            first.receive(SubscribedDecoder.TEMPLATE_ID);
            subscribe(second, 1, ENDLESS, 0, "billing");
            final RefusedDecoder refused = new RefusedDecoder().wrapAndApplyHeader(
                second.receive(RefusedDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
            assertEquals(RefusalCode.CURSOR_TAKEN, refused.code());
            assertEquals(1, refused.requestId());
            final String text = refused.text();
            assertTrue(text.contains("name=billing, holder=test"), text);

            final StoreCursorEncoder storeCursor =
                new StoreCursorEncoder().wrapAndApplyHeader(first.out, 0, first.header).requestId(1);
            storeCursor.place().journalIdHigh(0).journalIdLow(0).epoch(0).position(12).chain(0);
            first.send(storeCursor.encodedLength());
            final CursorStoredDecoder stored = new CursorStoredDecoder().wrapAndApplyHeader(
                first.receive(CursorStoredDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
            assertEquals(12, stored.place().position());
            assertEquals(store.tokenAt(12).chain(), stored.place().chain());
        }
        assertEquals(12, node.cursors().get("billing").position());
        node.close();
        node = Node.launch(new NodeContext().store(store).aeronDirectory(driver.directory()));
        try (RawClient third = welcomed())
        {
            subscribe(third, 1, ENDLESS, 0, "billing");
            final SubscribedDecoder subscribed = new SubscribedDecoder().wrapAndApplyHeader(
                third.receive(SubscribedDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
            assertEquals(12, subscribed.place().position());
            final List<Delivered> events = new ArrayList<>();
            collect(third, events, 8);
            assertEquals(12, events.get(0).position());
        }
    }

    private static void cancel(final RawClient client, final long requestId)
    {
        final CancelEncoder cancel = new CancelEncoder().wrapAndApplyHeader(client.out, 0, client.header).requestId(requestId);
        client.send(cancel.encodedLength());
    }

    private static void goodbye(final RawClient client)
    {
        final GoodbyeEncoder goodbye =
            new GoodbyeEncoder().wrapAndApplyHeader(client.out, 0, client.header).code((short)0).text("");
        client.send(goodbye.encodedLength());
    }

    /** How a holder can end. */
    private enum End
    {
        CANCEL, GOODBYE, DEATH
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void shouldGiveACursorToWhoAskedForItJustBeforeItsHolderEnded(final End end)
    {
        relaunch(TimeUnit.SECONDS.toNanos(60)); // nobody is refused in this test
        try (RawClient first = welcomed(); RawClient second = welcomed())
        {
            subscribe(first, 1, ENDLESS, 0, "billing");
            first.receive(SubscribedDecoder.TEMPLATE_ID);
            subscribe(second, 1, ENDLESS, 0, "billing");
            head(second, 2); // answered by the thread that looks for the cursor, after it has looked
            assertFalse(second.hasReceived(SubscribedDecoder.TEMPLATE_ID));
            switch (end)
            {
                case CANCEL -> cancel(first, 1);
                case GOODBYE -> goodbye(first);
                case DEATH -> first.die();
            }
            second.receive(SubscribedDecoder.TEMPLATE_ID);
            assertFalse(second.hasReceived(RefusedDecoder.TEMPLATE_ID));
        }
    }

    @Test
    void shouldFreeACursorWhoseHolderTakesNothingOfWhatWasSentToIt()
    {
        write(60, 65_535, 8); // more than there is room for on the way to a client
        try (RawClient first = welcomed(); RawClient second = welcomed())
        {
            subscribe(first, 1, ENDLESS, 0, "billing");
            final long giveUpNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (node.counters().get(NodeCounter.DELIVERED_EVENTS) == 0)
            {
                assertTrue(System.nanoTime() - giveUpNs < 0);
                Thread.yield();
            }
            cancel(first, 1);
            subscribe(second, 1, ENDLESS, 60, "billing");
            second.receive(SubscribedDecoder.TEMPLATE_ID);
            assertFalse(second.hasReceived(RefusedDecoder.TEMPLATE_ID));
        }
    }

    private void relaunch(final long cursorWaitNs)
    {
        node.close();
        node = Node.launch(
            new NodeContext().store(store).aeronDirectory(driver.directory()).cursorWaitNs(cursorWaitNs));
    }
}
