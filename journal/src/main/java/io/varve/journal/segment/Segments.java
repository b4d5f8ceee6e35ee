package io.varve.journal.segment;

/** Where segments are found. Numbers are dense; the last ones may be empty. Thread-safe. */
public interface Segments
{
    /** Number of the first segment; above {@link #last()} when there is none. */
    long first();

    /** Number of the last segment. */
    long last();

    /** @return the segment of a number, or null when there is none (yet). */
    Segment open(long number);
}
