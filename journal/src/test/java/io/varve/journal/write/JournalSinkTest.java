package io.varve.journal.write;

import io.varve.journal.directory.BootId;
import io.varve.journal.directory.DirectoryLayout;
import io.varve.journal.directory.FormatFile;
import io.varve.journal.directory.WatermarkFile;
import io.varve.journal.write.JournalEnd.Snapshot;
import io.varve.ring.GenerationSink.Room;
import io.varve.ring.LogPositions;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What readers and the syncer see of a generation, and when. */
@Timeout(60)
class JournalSinkTest
{
    private static final long NEVER_NS = TimeUnit.HOURS.toNanos(1);
    private static final int GENERATIONS = 300;

    private final LogPositions positions = new LogPositions(new UnsafeBuffer(
        BufferUtil.allocateDirectAligned(LogPositions.LENGTH, BitUtil.CACHE_LINE_LENGTH)), 0);
    private final JournalEnd end = new JournalEnd(-1, 0, 0, 0);
    private final CountingWriter writer = new CountingWriter();
    private final JournalSink sink = new JournalSink(writer, positions, end, -1, 0);

    /** A segment that takes everything. */
    private final class CountingWriter implements SegmentWriter
    {
        private final UnsafeBuffer room = new UnsafeBuffer(new byte[4_096]);
        private int committed;
        private long journaledAtCommit;
        private long generationAtCommit;

        @Override
        public Room room(final int lengthBytes)
        {
            return Room.READY;
        }

        @Override
        public void claim(final int lengthBytes)
        {
            // there is always room
        }

        @Override
        public UnsafeBuffer buffer()
        {
            return room;
        }

        @Override
        public int offset()
        {
            return 0;
        }

        @Override
        public void commit()
        {
            committed++;
            journaledAtCommit = positions.journaled();
            generationAtCommit = sink.journaledGeneration();
        }

        @Override
        public void abort()
        {
            // nothing was written
        }

        @Override
        public Throwable failure()
        {
            return null;
        }

        @Override
        public long segment()
        {
            return 0;
        }

        @Override
        public void close()
        {
            // nothing to close
        }
    }

    @Test
    void shouldShowGenerationAheadOfBooks()
    {
        sink.claim(100);
        sink.publish(0, 7);
        assertEquals(1, writer.committed);
        assertEquals(7, positions.journaled());
        assertEquals(0, sink.journaledGeneration());
        assertEquals(new Snapshot(-1, 0, 0, 0), end.snapshot());

        sink.commit(0, 7, 99, 1);
        assertEquals(1, writer.committed);
        assertEquals(7, positions.journaled());
        assertEquals(new Snapshot(0, 7, 99, 0), end.snapshot());
    }

    /** A crash within a commit leaves a document that is cut: nothing of it may have been acked. */
    @Test
    void shouldTellNobodyAheadOfTheDocument()
    {
        for (int i = 0; i < GENERATIONS; i++)
        {
            sink.claim(100);
            sink.publish(i, 7L * (i + 1));
            assertEquals(7L * i, writer.journaledAtCommit);
            assertEquals(i - 1, writer.generationAtCommit);
            sink.commit(i, 7L * (i + 1), 99, 1);
        }
    }

    /** Who waits has seen the position; a sync of what the books say at that moment would leave it waiting for the interval. */
    @Test
    void shouldSyncWhatIsVisibleThoughBooksAreBehind(@TempDir final Path root) throws InterruptedException
    {
        final DirectoryLayout directory = new DirectoryLayout(root);
        final FormatFile format = FormatFile.create(512 * 1024);
        try (WatermarkFile watermark = WatermarkFile.open(directory, format);
            Syncer syncer = new Syncer((from, to) -> { }, end, sink, positions, watermark, BootId.NONE, 1, NEVER_NS).start())
        {
            for (int i = 0; i < GENERATIONS; i++)
            {
                final long next = i + 1;
                sink.publish(i, next);
                final Thread waiter = new Thread(() -> syncer.await(next, TimeUnit.SECONDS.toNanos(20)));
                waiter.start();
                while (waiter.getState() != Thread.State.TIMED_WAITING)
                {
                    Thread.onSpinWait();
                }
                sink.commit(i, next, 0, i);
                waiter.join();
                assertTrue(positions.synced() >= next, () -> "was left waiting: position=" + next);
            }
        }
    }
}
