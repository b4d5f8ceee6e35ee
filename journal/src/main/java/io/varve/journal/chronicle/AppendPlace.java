package io.varve.journal.chronicle;

/**
 * Where writing goes on.
 *
 * @param segment   to write into.
 * @param exists    whether its file is there.
 * @param endOffset behind its last document; 0 for a segment that is to be made.
 * @param endedBelow segments below this one are known to carry Chronicle's end mark.
 */
public record AppendPlace(long segment, boolean exists, long endOffset, long endedBelow)
{
}
