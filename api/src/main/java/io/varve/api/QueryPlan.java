package io.varve.api;

import java.util.List;

/**
 * Which generations a query would look into, were it asked now for all of its events. What stands in a generation is filtered
 * afterwards; a limit ends the reading earlier.
 *
 * @param generations    that it would look into.
 * @param bytes          of them.
 * @param logGenerations of the whole log.
 * @param reads          rows of neighbouring generations, in log order.
 */
public record QueryPlan(long generations, long bytes, long logGenerations, List<Read> reads)
{
    /**
     * Neighbouring generations.
     *
     * @param first number of the first.
     * @param last  number of the last.
     * @param bytes of all of them.
     * @param by    which index says so; {@code scan} for none.
     */
    public record Read(long first, long last, long bytes, String by)
    {
    }
}
