package io.varve.journal.segment;

import io.varve.codec.generation.GenerationCheck;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.codec.generation.GenerationLayout;
import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/** Finds generations by their magic, where framing cannot be trusted. */
public final class GenerationSearch
{
    private GenerationSearch()
    {
    }

    /**
     * Looks for a valid generation.
     *
     * @param from      offset of a header word to start at, a multiple of 4.
     * @param minNumber that it must have at least.
     * @param found     wraps it.
     * @return offset of the word ahead of it, or -1.
     */
    public static int find(
        final DirectBuffer buffer, final int from, final long minNumber, final GenerationDecoder found)
    {
        final int end = buffer.capacity() - Framing.WORD_LENGTH - GenerationLayout.HEADER_LENGTH;
        for (int at = from; at <= end; at += Framing.WORD_LENGTH)
        {
            final int bodyOffset = at + Framing.WORD_LENGTH;
            if (buffer.getInt(bodyOffset, ByteOrder.LITTLE_ENDIAN) == GenerationLayout.MAGIC &&
                found.wrap(buffer, bodyOffset, buffer.capacity() - bodyOffset) == GenerationCheck.VALID &&
                found.number() >= minNumber)
            {
                return at;
            }
        }
        return -1;
    }
}
