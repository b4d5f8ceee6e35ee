package io.varve.journal;

import io.varve.codec.dictionary.AggregateNames;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.generation.BatchDecoder;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;
import io.varve.journal.segment.SegmentFolder;
import io.varve.journal.stream.StreamLocator;
import org.agrona.collections.LongArrayList;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Where every stream of a log is, found out by reading all of it; what a locator says is compared with that. */
final class StreamPlaces
{
    private record Stream(int aggregate, boolean isKeyed, long id)
    {
    }

    /** By stream: generations, with the last version in each. */
    private final Map<Stream, NavigableMap<Long, Long>> places = new HashMap<>();
    private long unknown;

    private StreamPlaces()
    {
    }

    /** Reads the journal of a directory up to a position. */
    static StreamPlaces read(final Path directory, final long limit)
    {
        final StreamPlaces places = new StreamPlaces();
        final Dictionary names = new Dictionary();
        final long journalId = TestDirectories.journal(directory).folded();
        final GenerationWalker walker = new GenerationWalker(new SegmentFolder(directory.resolve("journal")), () -> journalId);
        while (walker.next(limit) == Step.GENERATION)
        {
            final GenerationDecoder generation = walker.generation();
            generation.forEachEntry(names);
            final BatchDecoder batch = new BatchDecoder();
            batch.wrap(generation);
            while (batch.next())
            {
                final AggregateNames aggregate = names.aggregate(
                    generation.identityHigh(batch.identityIndex()), generation.identityLow(batch.identityIndex()));
                places.places
                    .computeIfAbsent(new Stream(aggregate.logOrdinal(), batch.isKeyed(), batch.id()), key -> new TreeMap<>())
                    .put(generation.number(), batch.firstVersion() + batch.count() - 1);
            }
        }
        assertEquals(limit, walker.nextPosition());
        return places;
    }

    int count()
    {
        return places.size();
    }

    /** Answers that were not known in the last {@link #check}. */
    long unknown()
    {
        return unknown;
    }

    /** Fails when a locator is wrong about a stream; that it does not know is only counted. */
    void check(final StreamLocator locator, final Random random)
    {
        unknown = 0;
        final LongArrayList found = new LongArrayList();
        places.forEach((stream, generations) ->
        {
            final long count = generations.lastEntry().getValue() + 1;
            check(locator, stream, generations, 0, Long.MAX_VALUE, found);
            final long from = (long)(random.nextDouble() * (count + 1));
            check(locator, stream, generations, from, from + random.nextInt((int)count + 1), found);

            final long version = locator.lastVersion(stream.aggregate, stream.isKeyed, stream.id, Long.MAX_VALUE);
            assertTrue(version == count - 1 || version == StreamLocator.UNKNOWN_VERSION, () -> stream + " is at " + version);
        });
        assertTrue(!locator.locate(0, true, Long.MIN_VALUE, 0, Long.MAX_VALUE, found) || found.isEmpty(),
            "a stream without events");
    }

    private void check(
        final StreamLocator locator,
        final Stream stream,
        final NavigableMap<Long, Long> generations,
        final long from,
        final long to,
        final LongArrayList found)
    {
        if (!locator.locate(stream.aggregate, stream.isKeyed, stream.id, from, to, found))
        {
            unknown++;
            return;
        }
        final LongArrayList expected = new LongArrayList();
        generations.descendingMap().forEach((generation, last) ->
        {
            final Map.Entry<Long, Long> before = generations.lowerEntry(generation);
            if (last >= from && (before == null ? 0 : before.getValue() + 1) < to)
            {
                expected.addLong(generation);
            }
        });
        assertEquals(expected, found, () -> stream + " from " + from + " to " + to);
    }
}
