package io.varve.perf.streams;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;

class LayoutTest
{
    @Test
    void shouldSayWhichBatchComesWhen()
    {
        assertEquals(List.of("0v0+1", "0v1+1", "1v0+1", "1v1+1"), batches(Layout.RUNS, 2, 2));
        assertEquals(List.of("0v0+1", "1v0+1", "0v1+1", "1v1+1"), batches(Layout.SCATTERED, 2, 2));
        assertEquals(List.of("0v0+10", "0v10+2", "1v0+10", "1v10+2"), batches(Layout.RUNS_BATCHED, 2, 12));
        assertEquals(List.of("0v0+3"), batches(Layout.RUNS_BATCHED, 1, 3));
    }

    private static List<String> batches(final Layout layout, final int streams, final int events)
    {
        final List<String> batches = new ArrayList<>();
        layout.forEachBatch(
            streams, events, (stream, version, count) -> batches.add(stream + "v" + version + '+' + count));
        return batches;
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void shouldGiveEveryEventOnceInTheOrderOfItsStream(final Layout layout)
    {
        final Map<Long, Long> next = new HashMap<>();
        layout.forEachBatch(7, 25, (stream, version, count) ->
        {
            assertEquals(next.getOrDefault(stream, 0L), version);
            next.put(stream, version + count);
        });

        assertEquals(7, next.size());
        next.values().forEach(count -> assertEquals(25, count));
    }
}
