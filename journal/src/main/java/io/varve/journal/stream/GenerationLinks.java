package io.varve.journal.stream;

import org.agrona.DirectBuffer;

import java.util.Arrays;

/** Finds the link of a stream among those of one generation: a small hash table of their indexes. */
final class GenerationLinks
{
    /** Twice as many as a generation can have links, so that there is always a free one. */
    private static final int SLOTS = 2 * StreamTable.MAX_GENERATION_LINKS;

    private static final int FREE = -1;

    private final int[] slots = new int[SLOTS];
    private int first;

    GenerationLinks()
    {
        Arrays.fill(slots, FREE);
    }

    /** Begins a generation, whose first link gets an index. */
    void reset(final int firstIndex)
    {
        first = firstIndex;
    }

    /**
     * Finds the index of a stream's link.
     *
     * @param next index that the stream gets when it has no link yet.
     */
    int find(final DirectBuffer links, final int kind, final long id, final int next)
    {
        int slot = (int)StreamKey.hash(kind, id) & SLOTS - 1;
        while (slots[slot] >= first && slots[slot] < next)
        {
            if (Link.isOf(links, slots[slot] * Link.LENGTH, kind, id))
            {
                return slots[slot];
            }
            slot = slot + 1 & SLOTS - 1;
        }
        slots[slot] = next;
        return next;
    }
}
