package io.varve.journal.repair;

import io.varve.journal.segment.Corruption;

/**
 * A run of generations that are not what was written, between two that are.
 *
 * @param corruption   where, and how much.
 * @param nextNumber   of the first generation behind it that is whole; behind the last synced one where none follows.
 * @param chainAhead   of the last generation ahead of it.
 * @param chainBehind  of its last generation, as the one behind it keeps it, or the watermark.
 * @param isProvable   whether anything keeps that chain.
 * @param fromSegment  that holds the generation ahead of it, or should hold its own first one.
 * @param toSegment    that holds the generation behind it.
 */
record Gap(
    Corruption corruption,
    long nextNumber,
    long chainAhead,
    long chainBehind,
    boolean isProvable,
    long fromSegment,
    long toSegment)
{
    /** Number of its first generation. */
    long number()
    {
        return corruption.number();
    }

    /** Position of its first event. */
    long position()
    {
        return corruption.position();
    }

    /** Generations that it stands for. */
    long generations()
    {
        return nextNumber - corruption.number();
    }
}
