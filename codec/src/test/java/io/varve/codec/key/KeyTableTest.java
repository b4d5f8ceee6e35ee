package io.varve.codec.key;

import io.varve.codec.Limits;
import io.varve.codec.key.KeyTable.Put;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class KeyTableTest
{
    private static final long TABLE_ID = 0x1234_5678_9ABC_DEF1L;

    /** How much hashes tell keys apart. */
    enum Hashing
    {
        MIXED(KeyHash.MIXED),
        ALL_EQUAL((seed, aggregate, base, text, length) -> 0x7777_7777_7777_7777L),
        FEW((seed, aggregate, base, text, length) ->
            (KeyHash.MIXED.of(seed, aggregate, base, text, length) & 7) * 0x0492_4924_9249_2492L);

        private final KeyHash hash;

        Hashing(final KeyHash hash)
        {
            this.hash = hash;
        }
    }

    private record Key(int aggregate, String text)
    {
        private byte[] utf8()
        {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    private final KeyMemory memory = new AnonymousKeyMemory();
    private final KeyTable table = KeyTable.create(memory, TABLE_ID);

    private static byte[] utf8(final String text)
    {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void shouldFindNothingInAnEmptyTable()
    {
        assertEquals(KeyTable.NONE, table.find(0, utf8("k")));
        assertNull(table.utf8(0, 1));
        assertNull(table.utf8(0, 0));
        assertNull(table.utf8(0, -1));
        assertNull(table.utf8(0, Long.MAX_VALUE));
        assertEquals(0, table.count());
        assertEquals(0, table.highest());
        assertTrue(table.settle());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 1_023, Limits.MAX_KEY_LENGTH})
    void shouldKeepKeysOfAllLengths(final int length)
    {
        final byte[] key = utf8("k".repeat(length - 1) + "1");
        final byte[] other = utf8("k".repeat(length - 1) + "2");

        assertEquals(Put.ADDED, table.put(3, 7, key));
        assertEquals(Put.ADDED, table.put(3, 8, other));

        assertEquals(7, table.find(3, key));
        assertEquals(8, table.find(3, other));
        assertArrayEquals(key, table.utf8(3, 7));
        assertArrayEquals(other, table.utf8(3, 8));
        final UnsafeBuffer direct = new UnsafeBuffer(java.nio.ByteBuffer.allocateDirect(length + 5));
        direct.putBytes(5, other);
        assertEquals(8, table.find(3, direct, 5, length));
        assertEquals(8, table.highest());
    }

    @Test
    void shouldRefuseWhatIsNoKey()
    {
        assertThrows(IllegalArgumentException.class, () -> table.put(0, 1, new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> table.put(0, 1, new byte[Limits.MAX_KEY_LENGTH + 1]));
        assertThrows(IllegalArgumentException.class, () -> table.put(0, 0, new byte[1]));
        assertEquals(KeyTable.NONE, table.find(0, new byte[0]));
        assertEquals(KeyTable.NONE, table.find(0, new byte[Limits.MAX_KEY_LENGTH + 1]));
    }

    @Test
    void shouldTellTheKeysOfAggregatesApart()
    {
        table.put(0, 1, utf8("k"));
        table.put(KeyTexts.MAX_AGGREGATES - 1, 2, utf8("k"));

        assertEquals(1, table.find(0, utf8("k")));
        assertEquals(2, table.find(KeyTexts.MAX_AGGREGATES - 1, utf8("k")));
        assertEquals(KeyTable.NONE, table.find(1, utf8("k")));
        assertNull(table.utf8(1, 1));
        assertNull(table.utf8(0, 2));
    }

    @Test
    void shouldSayWhenKeysContradictEachOther()
    {
        assertEquals(Put.ADDED, table.put(0, 5, utf8("five")));

        assertEquals(Put.KNOWN, table.put(0, 5, utf8("five")));
        assertEquals(Put.CONTRADICTS, table.put(0, 6, utf8("five")));
        assertEquals(Put.CONTRADICTS, table.put(0, 5, utf8("other")));
        assertEquals(Put.CONTRADICTS, table.put(1, 5, utf8("five")), "numbers are unique in the journal");
        assertEquals(1, table.count());
    }

    @Test
    void shouldTakeNumbersUpToAGap()
    {
        assertEquals(Put.TOO_FAR, table.put(0, KeyTable.MAX_GAP + 1, utf8("k")));
        assertEquals(Put.TOO_FAR, table.put(KeyTexts.MAX_AGGREGATES, 1, utf8("k")));
        assertEquals(Put.ADDED, table.put(0, 200_000, utf8("k")));
        assertEquals(Put.ADDED, table.put(0, 3, utf8("below")));

        assertArrayEquals(utf8("k"), table.utf8(0, 200_000));
        assertArrayEquals(utf8("below"), table.utf8(0, 3));
        assertNull(table.utf8(0, 4));
        assertEquals(200_000, table.highest());
    }

    @ParameterizedTest
    @EnumSource(Hashing.class)
    void shouldDoAsAMapDoes(final Hashing hashing)
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final KeyMemory grown = new AnonymousKeyMemory();
        final KeyTable keys = KeyTable.create(grown, TABLE_ID, hashing.hash);
        final Map<Key, Long> model = new HashMap<>();
        final List<Key> order = new ArrayList<>();
        final int rounds = hashing == Hashing.MIXED ? 60_000 : 3_000;
        long number = 0;
        for (int i = 0; i < rounds; i++)
        {
            final Key key = new Key(random.nextInt(3), randomText(random));
            final Long known = model.get(key);
            if (known == null)
            {
                number += 1 + (random.nextInt(50) == 0 ? random.nextInt(1_000) : 0);
                assertEquals(Put.ADDED, keys.put(key.aggregate, number, key.utf8()), () -> "seed=" + seed);
                model.put(key, number);
                order.add(key);
            }
            else
            {
                assertEquals(known.longValue(), keys.find(key.aggregate, key.utf8()), () -> "seed=" + seed);
            }
        }

        assertEquals(model, contentOf(keys), () -> "seed=" + seed);
        assertNull(keys.fault(), () -> "seed=" + seed);
        model.forEach((key, n) ->
        {
            assertEquals(n.longValue(), keys.find(key.aggregate, key.utf8()), () -> "seed=" + seed);
            assertArrayEquals(key.utf8(), keys.utf8(key.aggregate, n), () -> "seed=" + seed);
        });
        assertEquals(KeyTable.NONE, keys.find(0, utf8("never put")));

        final KeyTable reopened = new KeyTable(grown, hashing.hash, false);
        assertTrue(reopened.settle(), () -> "seed=" + seed);
        model.forEach((key, n) -> assertEquals(n.longValue(), reopened.find(key.aggregate, key.utf8()), () -> "seed=" + seed));
        final int cut = random.nextInt(order.size());
        assertTrue(reopened.cutTo(cut));
        order.subList(cut, order.size()).forEach(key ->
        {
            assertEquals(KeyTable.NONE, reopened.find(key.aggregate, key.utf8()), () -> "seed=" + seed);
            assertNull(reopened.utf8(key.aggregate, model.get(key)));
            model.remove(key);
        });
        assertEquals(model, contentOf(reopened), () -> "seed=" + seed);
        assertTrue(reopened.settle());
        assertEquals(Put.ADDED, reopened.put(2, reopened.highest() + 1, utf8("added behind the cut")));
    }

    @Test
    void shouldSettleWhereverTheLastTextWasTakenBack()
    {
        int count = 0;
        for (; chunksOf(KeyRegion.TEXTS) < 4; count++)
        {
            assertEquals(Put.ADDED, table.put(0, count + 1, utf8("a key of some length, so that texts fill chunks: " + count)));
        }
        assertTrue(memory.chunkCount() > 5, "chunks of other use between those of texts: chunks=" + memory.chunkCount());
        final KeyHeader header = table.header();
        final KeyTexts texts = new KeyTexts(memory, header);
        for (int left = count - 1; left >= 0; left--)
        {
            assertTrue(table.cutTo(left));
            assertTrue(table.settle(), "cut to " + left);
            header.adding(texts.placeOf(header.textEnd(), 5), left); // and died there in the middle of another one
            assertTrue(table.settle(), "begun behind " + left);
            assertEquals(left, table.count());
        }
        assertEquals(Put.ADDED, table.put(0, 1, utf8("a first one again")));
        assertEquals(1, table.find(0, utf8("a first one again")));
    }

    private int chunksOf(final int use)
    {
        int chunks = 0;
        for (int chunk = 1; chunk < memory.chunkCount(); chunk++)
        {
            chunks += table.header().use(chunk) == use ? 1 : 0;
        }
        return chunks;
    }

    private static String randomText(final Random random)
    {
        final int kind = random.nextInt(100);
        if (kind == 0)
        {
            return "\u00fc".repeat(1 + random.nextInt(512));
        }
        return kind < 20 ? "k" + random.nextInt(1_000) : "\u0416" + Long.toString(random.nextLong(), 36);
    }

    private static Map<Key, Long> contentOf(final KeyTable keys)
    {
        final Map<Key, Long> content = new HashMap<>();
        final KeyWalk walk = keys.walk(0);
        assertNotNull(walk);
        while (walk.next())
        {
            assertNull(content.put(
                new Key(walk.aggregate(), new String(walk.utf8(), StandardCharsets.UTF_8)), walk.number()));
        }
        assertEquals(keys.count(), walk.index());
        return content;
    }

    @Test
    void shouldSayThatItIsDamagedRatherThanThatAKeyIsNotThere()
    {
        for (int i = 1; i <= 1_000; i++)
        {
            table.put(0, i, utf8("key " + i));
        }
        final Random random = new Random(1);
        int noticed = 0;
        for (int chunk = 1; chunk < memory.chunkCount(); chunk++)
        {
            final UnsafeBuffer bytes = new UnsafeBuffer(memory.address(chunk), KeyMemory.CHUNK_LENGTH);
            for (int i = 0; i < 300; i++)
            {
                final int at = random.nextInt(i < 200 ? 16_384 : KeyMemory.CHUNK_LENGTH);
                final byte before = bytes.getByte(at);
                bytes.putByte(at, (byte)(before ^ 1 << random.nextInt(8)));
                noticed += table.fault() == null ? 0 : 1;
                for (int n = 1; n <= 1_000; n += 37)
                {
                    final long found = table.find(0, utf8("key " + n));
                    assertTrue(found == n || found == KeyTable.DAMAGED, "number=" + n + ", found=" + found);
                    final byte[] text = table.utf8(0, n);
                    assertTrue(text == null || new String(text, StandardCharsets.UTF_8).equals("key " + n));
                }
                bytes.putByte(at, before);
            }
        }
        assertTrue(noticed > 200, "noticed=" + noticed);
        assertNull(table.fault());
        assertTrue(table.settle());
    }

    @Test
    void shouldFindKeysWhileOthersAreAdded() throws Exception
    {
        final int count = 100_000;
        final AtomicLong added = new AtomicLong();
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final KeyTable follower = KeyTable.follow(memory);
        final List<Thread> readers = new ArrayList<>();
        for (final KeyTable read : List.of(table, follower))
        {
            final Thread reader = new Thread(() ->
            {
                final Random random = new Random();
                while (added.get() < count && failure.get() == null)
                {
                    final long known = added.get();
                    final long number = known == 0 ? 0 : 1 + random.nextInt((int)known);
                    try
                    {
                        assertEquals(number, number == 0 ? 0 : read.find(1, utf8("k" + number)), "known=" + known);
                        assertEquals(KeyTable.NONE, read.find(1, utf8("x" + number)));
                        if (number != 0)
                        {
                            assertArrayEquals(utf8("k" + number), read.utf8(1, number));
                        }
                    }
                    catch (final Throwable e)
                    {
                        failure.set(e);
                    }
                }
            });
            reader.start();
            readers.add(reader);
        }
        for (int i = 1; i <= count && failure.get() == null; i++)
        {
            table.put(1, i, utf8("k" + i));
            added.set(i);
        }
        for (final Thread reader : readers)
        {
            reader.join();
        }
        if (failure.get() != null)
        {
            throw new AssertionError(failure.get());
        }
        assertFalse(KeyPage.isChanging(0));
    }
}
