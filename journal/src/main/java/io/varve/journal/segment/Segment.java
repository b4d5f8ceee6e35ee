package io.varve.journal.segment;

import org.agrona.DirectBuffer;

/**
 * The bytes of one segment. The memory stays readable as long as the buffer is reachable.
 *
 * @param number     of the segment, from 0.
 * @param buffer     off-heap, from the first byte of the segment.
 * @param dataOffset of the first document that can hold a generation.
 * @param place      what to call it in messages: its file.
 */
public record Segment(long number, DirectBuffer buffer, int dataOffset, String place)
{
}
