package io.varve.journal.stream;

import org.agrona.collections.LongArrayList;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a table of streams must say, kept as plainly as can be: the last version of each stream after each of its generations. */
final class StreamModel
{
    record Stream(int aggregate, boolean isKeyed, long id)
    {
        int kind()
        {
            return StreamKey.kind(aggregate, isKeyed);
        }
    }

    private record Step(long generation, long lastVersion)
    {
    }

    private final Map<Stream, List<Step>> steps = new HashMap<>();

    /** Neighbours, multiples of powers of two, extremes: what a weak hash would put together. */
    static Stream stream(final Random random, final int spread)
    {
        final long id = switch (random.nextInt(5))
        {
            case 0 -> (long)random.nextInt(spread) << 32;
            case 1 -> (long)random.nextInt(spread) << 7;
            case 2 -> Long.MIN_VALUE + random.nextInt(spread);
            case 3 -> Long.MAX_VALUE - random.nextInt(spread);
            default -> random.nextInt(spread);
        };
        return new Stream(random.nextInt(3) == 0 ? random.nextInt(1 + spread / 100) : 0, random.nextBoolean(), id);
    }

    long nextVersion(final Stream stream)
    {
        final List<Step> known = steps.get(stream);
        return known == null ? 0 : known.get(known.size() - 1).lastVersion + 1;
    }

    void advance(final Stream stream, final long generation, final long nextVersion)
    {
        final List<Step> known = steps.computeIfAbsent(stream, key -> new ArrayList<>());
        if (!known.isEmpty() && known.get(known.size() - 1).generation == generation)
        {
            known.remove(known.size() - 1);
        }
        known.add(new Step(generation, nextVersion - 1));
    }

    void undoAbove(final long lastGeneration)
    {
        steps.values().forEach(known -> known.removeIf(step -> step.generation > lastGeneration));
        steps.values().removeIf(List::isEmpty);
    }

    int size()
    {
        return steps.size();
    }

    /** Everything that a writer and readers can be asked. */
    void check(final StreamTable table, final StreamLocator locator, final String context)
    {
        assertEquals(size(), table.streams(), context);
        assertEquals(size(), locator.streamCount(), context);
        final LongArrayList found = new LongArrayList();
        steps.forEach((stream, known) ->
        {
            assertEquals(nextVersion(stream), table.nextVersion(stream.kind(), stream.id), context);
            assertEquals(known.get(known.size() - 1).lastVersion,
                locator.lastVersion(stream.aggregate, stream.isKeyed, stream.id, Long.MAX_VALUE), context);
            assertTrue(locator.locate(stream.aggregate, stream.isKeyed, stream.id, 0, Long.MAX_VALUE, found), context);
            assertEquals(expected(known, 0, Long.MAX_VALUE), found, context);
        });
    }

    /** Ranges of versions of some streams. */
    void checkRanges(final StreamLocator locator, final Random random, final String context)
    {
        final LongArrayList found = new LongArrayList();
        steps.forEach((stream, known) ->
        {
            if (random.nextInt(8) == 0)
            {
                final long end = nextVersion(stream) + 2;
                final long from = (long)(random.nextDouble() * end);
                final long to = from + (long)(random.nextDouble() * (end - from));
                assertTrue(locator.locate(stream.aggregate, stream.isKeyed, stream.id, from, to, found), context);
                assertEquals(expected(known, from, to), found, context + ", from=" + from + ", to=" + to);
                final Step step = known.get(random.nextInt(known.size()));
                assertEquals(step.lastVersion,
                    locator.lastVersion(stream.aggregate, stream.isKeyed, stream.id, step.generation + 1), context);
            }
        });
    }

    private static LongArrayList expected(final List<Step> known, final long from, final long to)
    {
        final LongArrayList expected = new LongArrayList();
        for (int i = known.size() - 1; i >= 0; i--)
        {
            final long first = i == 0 ? 0 : known.get(i - 1).lastVersion + 1;
            if (known.get(i).lastVersion >= from && first < to)
            {
                expected.addLong(known.get(i).generation);
            }
        }
        return expected;
    }
}
