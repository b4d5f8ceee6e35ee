package io.varve.journal.stream;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Who makes the room that the table of streams needs. */
class StreamGrowthTest
{
    private static final int STREAMS_A_GENERATION = 40;
    private static final int KIND = 1;
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(30);

    /** Notes which thread made each chunk; fails for all of them, or for those that are not the writer. */
    private static final class NotingStorage implements StreamStorage
    {
        private final Thread writer = Thread.currentThread();
        private final List<Thread> makers = new CopyOnWriteArrayList<>();
        private volatile boolean failsForWriter;
        private volatile boolean failsForOthers;

        @Override
        public GrowingMemory createHeads()
        {
            return new GrowingMemory();
        }

        @Override
        public UnsafeBuffer createChunk(final long number) throws IOException
        {
            final boolean isWriter = Thread.currentThread() == writer;
            if (isWriter ? failsForWriter : failsForOthers)
            {
                throw new IOException("No space left on device");
            }
            makers.add(Thread.currentThread());
            return MEMORY.createChunk(number);
        }

        @Override
        public void dropChunk(final long number)
        {
            // nothing to give back
        }
    }

    private final NotingStorage storage = new NotingStorage();
    private final StreamTable table = table();

    private StreamTable table()
    {
        try
        {
            return StreamTables.create(storage, 1, 2, 3);
        }
        catch (final IOException e)
        {
            throw new IllegalStateException(e);
        }
    }

    private boolean write(final long generation)
    {
        if (!table.begin(generation))
        {
            return false;
        }
        for (int i = 0; i < STREAMS_A_GENERATION; i++)
        {
            final long version = table.nextVersion(KIND, generation * STREAMS_A_GENERATION + i);
            table.advance(version + 1);
        }
        table.flush();
        return true;
    }

    private void awaitRoom()
    {
        final long startNs = System.nanoTime();
        while (table.links().roomFrom(table.links().next()) < StreamGrowth.LINKS_AHEAD)
        {
            assertTrue(System.nanoTime() - startNs < DEADLINE_NS, "nobody made room ahead of the writer");
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldMakeRoomAheadOfWriter()
    {
        table.growAhead();
        final int chunks = 4;
        for (long generation = 0; table.links().next() < (long)chunks * LinkChunk.LINKS; generation++)
        {
            assertTrue(write(generation));
            table.begin(generation + 1);
            awaitRoom();
        }
        table.release();

        assertEquals(Thread.currentThread(), storage.makers.get(0));
        assertTrue(storage.makers.size() > chunks, () -> "made by: " + storage.makers);
        assertEquals(List.of(), storage.makers.stream().skip(1).filter(maker -> maker == Thread.currentThread()).toList());
    }

    @Test
    void shouldMakeRoomInWriterWhereHelperCannot()
    {
        storage.failsForOthers = true;
        table.growAhead();
        for (long generation = 0; table.links().next() < 2L * LinkChunk.LINKS; generation++)
        {
            assertTrue(write(generation));
        }
        table.release();

        assertEquals(List.of(), storage.makers.stream().filter(maker -> maker != Thread.currentThread()).toList());
    }

    @Test
    void shouldRefuseGenerationThatNobodyHasRoomFor()
    {
        assertTrue(write(0));
        storage.failsForOthers = true;
        storage.failsForWriter = true;
        table.growAhead();
        long generation = 1;
        while (write(generation))
        {
            generation++;
        }
        assertTrue(table.links().next() > LinkChunk.LINKS - StreamTable.MAX_GENERATION_LINKS - STREAMS_A_GENERATION);
        assertFalse(table.begin(generation));

        storage.failsForWriter = false;
        assertTrue(write(generation));
        table.release();
    }

    @Test
    void shouldMakeNothingBehindRelease()
    {
        table.growAhead();
        write(0);
        table.release();
        final int made = storage.makers.size();
        for (long generation = 1; table.links().next() < LinkChunk.LINKS - StreamTable.MAX_GENERATION_LINKS; generation++)
        {
            write(generation);
        }
        assertEquals(made, storage.makers.size());
    }
}
