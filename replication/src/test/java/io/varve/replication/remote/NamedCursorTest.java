package io.varve.replication.remote;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.varve.api.Event;
import io.varve.api.EventStore;
import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.replication.counter.NodeCounter;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A name is handed from one tail to the next, of this client or another. */
@Timeout(60)
class NamedCursorTest
{
    private static final TailStart BILLING = TailStart.at(0).withCursor("billing");

    @TempDir
    Path folder;

    private NodeHome home;

    @AfterEach
    void closeNode()
    {
        CloseHelper.close(home);
    }

    private void launch(final boolean isUdp, final long cursorWaitMs)
    {
        home = new NodeHome(
            folder, true, isUdp, context -> context.cursorWaitNs(TimeUnit.MILLISECONDS.toNanos(cursorWaitMs)));
    }

    private void put(final int events)
    {
        for (int i = 0; i < events; i++)
        {
            home.store().domain("d").aggregate("a").instance(1).put(Event.of("T", "x"));
        }
    }

    /** As commands do over UDP: the driver ends right behind the connection. */
    private long oneEventThroughADriverOfItsOwn(final int number)
    {
        final String directory = folder.resolve("driver-" + number).toString();
        try (MediaDriver driver = MediaDriver.launch(new MediaDriver.Context().aeronDirectoryName(directory)
            .threadingMode(ThreadingMode.SHARED).termBufferSparseFile(true).dirDeleteOnShutdown(true));
            EventStore store = EventStore.connect(
                home.address() + "|aeron-dir=" + driver.aeronDirectoryName());
            Tailer tailer = store.tail(BILLING))
        {
            assertTrue(tailer.next(10, TimeUnit.SECONDS));
            tailer.commit();
            return tailer.position();
        }
    }

    @Test
    void shouldHaveLeftTheNameWhenItsStoreIsClosed()
    {
        launch(true, 0); // nobody waits for anybody
        put(8);
        for (int i = 0; i < 8; i++)
        {
            assertEquals(i, oneEventThroughADriverOfItsOwn(i));
        }
    }

    @Test
    void shouldAskAgainForANameThatItsLastSessionMayStillHave()
    {
        launch(false, 1);
        put(2);
        try (EventStore store = home.connect(); Tailer tailer = store.tail(BILLING))
        {
            assertTrue(tailer.next(10, TimeUnit.SECONDS));
            assertTrue(tailer.next(10, TimeUnit.SECONDS));
            home.stopNode();
            home.startNode();
            put(1);
            try (EventStore inItsPlace = home.connect())
            {
                final Tailer holder = inItsPlace.tail(BILLING);
                final CompletableFuture<Void> end = CompletableFuture.runAsync(() -> endAfterRefusals(holder));
                assertTrue(tailer.next(10, TimeUnit.SECONDS));
                end.join();
                assertEquals(2, tailer.position());
                tailer.commit();

                final EventLogException e = assertThrows(EventLogException.class, () -> inItsPlace.tail(BILLING).close());
                assertEquals(ErrorCode.CURSOR_TAKEN, e.code()); // who has had no session before is refused at once
                assertTrue(e.getMessage().contains("holder=pid=" + ProcessHandle.current().pid()), e.getMessage());
            }
            assertFalse(tailer.next());
        }
        assertEquals(3, home.node().cursors().get("billing").position());
    }

    private void endAfterRefusals(final Tailer holder)
    {
        final long giveUpNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (home.node().counters().get(NodeCounter.REFUSALS) < 3 && System.nanoTime() - giveUpNs < 0)
        {
            Thread.yield();
        }
        holder.close();
    }
}
