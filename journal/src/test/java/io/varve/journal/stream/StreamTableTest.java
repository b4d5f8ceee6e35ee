package io.varve.journal.stream;

import io.varve.journal.stream.StreamModel.Stream;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StreamTableTest
{
    private static final long MAX_VERSION = 0xFFFF_FFFFL;

    private final StreamTable table = create();
    private final StreamLocator locator = new StreamReader(table.control(), table.links(), () -> { });

    private static StreamTable create()
    {
        try
        {
            return StreamTables.create(StreamStorage.MEMORY, 1, 2, 3);
        }
        catch (final IOException e)
        {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldAnswerAsAMapWould()
    {
        final long seed = Long.getLong("varve.test.seed", System.nanoTime());
        final Random random = new Random(seed);
        final StreamModel model = new StreamModel();
        for (int generation = 0; generation < 5_000; generation++)
        {
            assertTrue(table.begin(generation));
            Stream stream = StreamModel.stream(random, 1 + generation * 10);
            for (int batch = random.nextInt(60); batch >= 0; batch--)
            {
                stream = random.nextInt(4) == 0 ? stream : StreamModel.stream(random, 1 + generation * 10);
                table.touch(stream.kind(), stream.id());
                assertEquals(model.nextVersion(stream), table.nextVersion(stream.kind(), stream.id()), () -> "seed=" + seed);
                if (random.nextInt(8) != 0)
                {
                    final long version = model.nextVersion(stream) + 1 + random.nextInt(256);
                    table.advance(version);
                    model.advance(stream, generation, version);
                }
            }
            table.flush();
        }
        model.check(table, locator, "seed=" + seed);
        model.checkRanges(locator, random, "seed=" + seed);

        table.undoAbove(2_500, table.links());
        model.undoAbove(2_500);
        model.check(table, locator, "seed=" + seed);
    }

    @Test
    void shouldKeepVersionsUpToTheHighest()
    {
        for (final long last : new long[]{0, 1, MAX_VERSION - 1, MAX_VERSION})
        {
            final long generation = table.links().next();
            assertTrue(table.begin(generation));
            final int kind = StreamKey.kind(StreamKey.MAX_ORDINAL, true);
            table.nextVersion(kind, last);
            table.advance(last + 1);
            table.flush();
            assertEquals(last + 1, table.nextVersion(kind, last));
            assertEquals(last, locator.lastVersion(StreamKey.MAX_ORDINAL, true, last, Long.MAX_VALUE));
            assertEquals(-1, locator.lastVersion(StreamKey.MAX_ORDINAL, true, last, generation));
        }
    }

    @Test
    void shouldTellSpacesAndAggregatesApart()
    {
        table.begin(0);
        final int count = 100_000;
        for (int i = 0; i < count; i++)
        {
            if (i % 1_000 == 0)
            {
                table.begin(i / 1_000);
            }
            assertEquals(0, table.nextVersion(StreamKey.kind(7, false), i));
            table.advance(i + 1);
        }
        table.flush();

        assertEquals(count, table.streams());
        for (int i = 0; i < count; i++)
        {
            assertEquals(i + 1, table.nextVersion(StreamKey.kind(7, false), i));
            assertEquals(0, table.nextVersion(StreamKey.kind(7, true), i));
            assertEquals(0, table.nextVersion(StreamKey.kind(8, false), i));
        }
    }

    @Test
    void shouldNotKeepWhatWasOnlyAskedFor()
    {
        table.begin(0);
        table.nextVersion(StreamKey.kind(0, false), 1);
        table.flush();

        assertEquals(0, table.streams());
        assertEquals(0, table.links().next());
    }

    @Test
    void shouldReachLinksOnBothSidesOfAChunksEnd()
    {
        final int kind = StreamKey.kind(0, false);
        for (int generation = 0; generation < 3 * LinkChunk.LINKS; generation++)
        {
            assertTrue(table.begin(generation));
            table.nextVersion(kind, 5);
            table.advance(generation + 1);
            table.flush();
        }
        final LongArrayList found = new LongArrayList();
        for (final long at : new long[]{0, 1, LinkChunk.LINKS - 1, LinkChunk.LINKS, LinkChunk.LINKS + 1, 3L * LinkChunk.LINKS - 1})
        {
            assertTrue(locator.locate(0, false, 5, at, at + 1, found));
            assertEquals(List.of(at), found);
        }
        assertTrue(locator.locate(0, false, 5, 3L * LinkChunk.LINKS, Long.MAX_VALUE, found));
        assertTrue(found.isEmpty());
    }

    @Test
    void shouldTellEveryFlippedBitOfALink()
    {
        final int generations = 20;
        for (int generation = 0; generation < generations; generation++)
        {
            assertTrue(table.begin(generation));
            for (int id = 1; id <= 2; id++)
            {
                table.nextVersion(StreamKey.kind(0, false), id);
                table.advance(generation + 1);
            }
            table.flush();
        }
        final LongArrayList found = new LongArrayList();
        for (final long link : new long[]{0, 1, generations, 2 * generations - 2, 2 * generations - 1})
        {
            final long id = 1 + link % 2;
            for (int bit = 0; bit < Link.LENGTH * Byte.SIZE; bit++)
            {
                final String context = "link=" + link + ", bit=" + bit;
                final AtomicInteger told = new AtomicInteger();
                final StreamLocator reader = new StreamReader(table.control(), table.links(), told::incrementAndGet);
                flip(link, bit);
                assertFalse(reader.locate(0, false, id, 0, Long.MAX_VALUE, found), context);
                assertTrue(found.isEmpty(), context);
                assertEquals(1, told.get(), context);
                assertEquals(StreamLocator.UNKNOWN_VERSION, reader.lastVersion(0, false, id, 0), context);
                assertTrue(reader.locate(0, false, 3 - id, 0, Long.MAX_VALUE, found), context);
                assertEquals(generations, found.size(), context);
                assertFalse(table.links().isSound(0), context);
                flip(link, bit);
                assertTrue(reader.locate(0, false, id, 0, Long.MAX_VALUE, found), context);
            }
        }
        assertTrue(table.links().isSound(0));
    }

    @Test
    void shouldNotMakeADamagedLinkGoodByChangingIt()
    {
        for (int bit = 0; bit < Link.LENGTH * Byte.SIZE; bit++)
        {
            final StreamTable damaged = create();
            damaged.begin(0);
            damaged.nextVersion(StreamKey.kind(0, false), 1);
            damaged.advance(5);
            damaged.flush();
            damaged.nextVersion(StreamKey.kind(0, false), 2);
            flip(damaged.links(), 0, bit);
            damaged.nextVersion(StreamKey.kind(0, false), 1);
            damaged.advance(9);
            damaged.flush();

            assertFalse(damaged.links().isSound(0), "bit=" + bit);
            assertTrue(damaged.control().isDistrusted(), "bit=" + bit);
        }
    }

    @Test
    void shouldNotUndoByADamagedLink()
    {
        for (int bit = 0; bit < Link.LENGTH * Byte.SIZE; bit++)
        {
            final StreamTable damaged = create();
            for (int generation = 0; generation < 3; generation++)
            {
                damaged.begin(generation);
                damaged.nextVersion(StreamKey.kind(0, false), 1);
                damaged.advance(generation + 1);
                damaged.flush();
            }
            flip(damaged.links(), 2, bit);
            assertFalse(damaged.undoAbove(0, damaged.links()), "bit=" + bit);
        }
    }

    private void flip(final long link, final int bit)
    {
        flip(table.links(), link, bit);
    }

    private static void flip(final LinkLog links, final long link, final int bit)
    {
        final UnsafeBuffer buffer = links.chunk(link).buffer();
        final int offset = LinkChunk.offset(link) + bit / Byte.SIZE;
        buffer.putByte(offset, (byte)(buffer.getByte(offset) ^ 1 << bit % Byte.SIZE));
    }

    @Test
    void shouldKeepGenerationsAndLinksOf47Bits()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(2 * Link.LENGTH));
        final LinkView view = new LinkView();
        final long[] numbers = {0, 1, 0xFFFF, 0x1_0000, 0xFFFF_FFFFL, 0x1_0000_0000L, (1L << 47) - 1};
        for (final long generation : numbers)
        {
            for (final long previous : numbers)
            {
                for (final long none : new long[]{previous, Link.NONE})
                {
                    Link.put(buffer, Link.LENGTH, -1, Long.MIN_VALUE, generation, none, MAX_VERSION);
                    Link.seal(buffer, Link.LENGTH);
                    assertTrue(view.copy(buffer, Link.LENGTH));
                    assertTrue(view.isOf(-1, Long.MIN_VALUE));
                    assertEquals(List.of(generation, none, MAX_VERSION), List.of(view.generation, view.previous, view.lastVersion));
                }
            }
        }
        assertFalse(view.copy(buffer, 0));
        assertFalse(view.isDamaged);
    }

    @Test
    void shouldNotGuessWhereLinksWereDropped() throws IOException
    {
        shouldReachLinksOnBothSidesOfAChunksEnd();
        table.links().dropBelow(LinkChunk.LINKS + 5);

        final LongArrayList found = new LongArrayList();
        assertTrue(locator.locate(0, false, 5, LinkChunk.LINKS + 1, Long.MAX_VALUE, found));
        assertFalse(locator.locate(0, false, 5, LinkChunk.LINKS - 1, Long.MAX_VALUE, found));
        assertTrue(found.isEmpty());
    }

    @Test
    @Timeout(120)
    void shouldAnswerReadersWhileItGrows() throws Exception
    {
        final int count = 150_000;
        final AtomicInteger sealed = new AtomicInteger();
        final Thread writer = new Thread(() ->
        {
            for (int i = 0; i < count; i++)
            {
                if (i % 50 == 0)
                {
                    table.flush();
                    sealed.setRelease(i);
                    table.begin(i / 50);
                }
                table.nextVersion(StreamKey.kind(1, false), i);
                table.advance(i + 1);
                table.nextVersion(StreamKey.kind(2, false), i % 10);
                table.advance(i / 10 + 1);
            }
            table.flush();
            sealed.setRelease(count);
        });
        writer.start();
        final Random random = new Random(count);
        final LongArrayList found = new LongArrayList();
        int seen = 0;
        while (seen < count)
        {
            seen = sealed.getAcquire();
            for (int i = 0; i < 100 && seen > 0; i++)
            {
                final int id = random.nextInt(seen);
                assertEquals(id, locator.lastVersion(1, false, id, Long.MAX_VALUE));
                assertTrue(locator.locate(1, false, id, 0, Long.MAX_VALUE, found));
                assertEquals(List.of((long)id / 50), found);
                // A stream that is in every generation: what was sealed is there, whatever comes meanwhile.
                final long last = (seen - 1) / 10;
                assertEquals(last, locator.lastVersion(2, false, 9, seen / 50));
                assertTrue(locator.locate(2, false, 9, last, last + 1, found));
                assertEquals(List.of((long)(seen - 1) / 50), found);
            }
        }
        writer.join();
        assertFalse(table.control().isDistrusted());
    }
}
