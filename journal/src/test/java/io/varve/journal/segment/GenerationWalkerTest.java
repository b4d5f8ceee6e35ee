package io.varve.journal.segment;

import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.codec.generation.JournalIdentity;
import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.StoreContext;
import io.varve.journal.directory.DirectoryLayout;
import io.varve.journal.directory.FormatFile;
import io.varve.journal.segment.GenerationWalker.Step;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The walk trusts generations, not the framing around them. */
class GenerationWalkerTest
{
    private static final int EVENTS = 400;

    @TempDir
    Path folder;

    private final Map<Long, UnsafeBuffer> copies = new HashMap<>();
    private final List<int[]> places = new ArrayList<>();
    private long journalId;
    private long nextPosition;

    /** Copies of the segments, to be damaged. */
    private final Segments segments = new Segments()
    {
        @Override
        public long first()
        {
            return 0;
        }

        @Override
        public long last()
        {
            return copies.size() - 1L;
        }

        @Override
        public Segment open(final long number)
        {
            final UnsafeBuffer buffer = copies.get(number);
            return buffer == null ? null : new Segment(number, buffer, 0, "copy " + number);
        }
    };

    @BeforeEach
    void write()
    {
        try (EmbeddedEventStore store =
            EmbeddedEventStore.open(new StoreContext().directory(folder).segmentLength(512 * 1024)))
        {
            for (int i = 0; i < EVENTS; i++)
            {
                store.domain("d").aggregate("a").instance(i).put(Batch.of(
                    Event.of("T", new byte[3_000]), Event.of("T", new byte[10])), Durability.JOURNALED);
            }
        }
        final FormatFile format = FormatFile.read(new DirectoryLayout(folder));
        journalId = new JournalIdentity(format.journalIdHigh(), format.journalIdLow(), 1, 0).folded();
        final Segments files = new SegmentFolder(folder.resolve("journal"));
        for (long number = 0; number <= files.last(); number++)
        {
            final DirectBuffer file = files.open(number).buffer();
            final UnsafeBuffer copy = new UnsafeBuffer(ByteBuffer.allocateDirect(file.capacity()));
            copy.putBytes(0, file, 0, file.capacity());
            copies.put(number, copy);
        }
        final GenerationWalker walker = walker();
        while (walker.next(Long.MAX_VALUE) == Step.GENERATION)
        {
            places.add(new int[]{(int)walker.segment(), walker.generationOffset(), walker.endOffset()});
        }
        nextPosition = walker.nextPosition();
        assertEquals(2 * EVENTS, nextPosition);
        assertTrue(copies.size() >= 3);
    }

    private GenerationWalker walker()
    {
        return new GenerationWalker(segments, () -> journalId);
    }

    private void putWord(final int[] place, final int word)
    {
        copies.get((long)place[0]).putInt(place[1], word, ByteOrder.LITTLE_ENDIAN);
    }

    private void assertFindsAll()
    {
        final GenerationWalker walker = walker();
        for (int i = 0; i < places.size(); i++)
        {
            assertEquals(Step.GENERATION, walker.next(nextPosition), "generation=" + i);
            assertEquals(i, walker.generation().number());
            assertEquals(places.get(i)[0], walker.segment());
            assertEquals(places.get(i)[1], walker.generationOffset());
            assertEquals(places.get(i)[2], walker.endOffset());
        }
        assertEquals(Step.END, walker.next(nextPosition));
        assertEquals(places.size(), walker.nextNumber());
    }

    @Test
    void shouldFindAllGenerationsWhateverTheWordsAheadOfThemSay()
    {
        final Random random = new Random(1);
        for (final int word : new int[]{0, -1, 1, 0x4000_0004, 0x4000_0000 | 100_000, 0xC000_0000, 0x8000_0000, Integer.MAX_VALUE})
        {
            for (int i = 0; i < places.size(); i += 1 + random.nextInt(40))
            {
                final int[] place = places.get(i);
                final int before = copies.get((long)place[0]).getInt(place[1], ByteOrder.LITTLE_ENDIAN);
                putWord(place, word);
                assertFindsAll();
                putWord(place, before);
            }
        }
        places.forEach(place -> putWord(place, 0));
        assertFindsAll();
    }

    @Test
    void shouldFindAllGenerationsWithoutTheHeadersOfTheFiles()
    {
        copies.values().forEach(copy -> copy.setMemory(0, 200, (byte)0));
        assertFindsAll();
        copies.values().forEach(copy -> copy.setMemory(0, 4_000, (byte)0xFF));
        assertFindsAll();
    }

    @Test
    void shouldFindAllGenerationsWhenAHeaderSaysAnyLength()
    {
        for (final UnsafeBuffer copy : copies.values())
        {
            final int before = copy.getInt(0, ByteOrder.LITTLE_ENDIAN);
            for (int bit = 0; bit < 30; bit++)
            {
                copy.putInt(0, before ^ 1 << bit, ByteOrder.LITTLE_ENDIAN);
                assertFindsAll();
            }
            copy.putInt(0, before, ByteOrder.LITTLE_ENDIAN);
        }
    }

    @Test
    void shouldGoToTheGenerationOfEveryPosition()
    {
        for (long position = 0; position < nextPosition; position++)
        {
            final GenerationWalker walker = walker();
            walker.seekPosition(position, nextPosition);
            assertEquals(Step.GENERATION, walker.next(nextPosition));
            assertTrue(walker.generation().firstPosition() <= position && walker.generation().nextPosition() > position);
        }
    }

    @Test
    void shouldSayWhatIsLostAndGoOnBehindIt()
    {
        final Random random = new Random(2);
        for (int round = 0; round < 100; round++)
        {
            final int damaged = random.nextInt(places.size());
            final int[] place = places.get(damaged);
            final UnsafeBuffer copy = copies.get((long)place[0]);
            final int at = place[1] + 4 + random.nextInt(place[2] - place[1] - 12);
            copy.putByte(at, (byte)(copy.getByte(at) ^ 16));

            final GenerationWalker walker = walker();
            for (int i = 0; i < damaged; i++)
            {
                assertEquals(Step.GENERATION, walker.next(nextPosition));
            }
            final long position = walker.nextPosition();
            assertEquals(Step.CORRUPT, walker.next(nextPosition));
            assertEquals(Step.CORRUPT, walker.next(nextPosition));
            assertNotNull(walker.corruption());
            assertEquals(damaged, walker.corruption().number());
            assertEquals(position, walker.corruption().position());
            final boolean isLast = damaged == places.size() - 1;
            final long left = walker.skipCorrupt();
            if (!isLast)
            {
                assertTrue(left >= 1);
                assertEquals(Step.GENERATION, walker.next(nextPosition));
                assertEquals(damaged + 1, walker.generation().number());
                assertEquals(position + left, walker.generation().firstPosition());
            }
            copy.putByte(at, (byte)(copy.getByte(at) ^ 16));
        }
    }

    @Test
    void shouldEndAtTheLimit()
    {
        final GenerationWalker walker = walker();

        assertEquals(Step.END, walker.next(0));
        assertEquals(Step.GENERATION, walker.next(1));
        assertEquals(Step.END, walker.next(1));
        assertEquals(Step.GENERATION, walker.next(walker.nextPosition() + 1));
    }
}
