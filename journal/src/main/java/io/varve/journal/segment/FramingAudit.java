package io.varve.journal.segment;

import io.varve.codec.generation.GenerationCheck;
import io.varve.codec.generation.GenerationDecoder;
import org.agrona.DirectBuffer;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Checks what Chronicle wrote around the generations of a segment. Our readers find generations without it; programs that read
 * the files as Chronicle queues do not.
 */
public final class FramingAudit
{
    /** Fields of the header that Chronicle starts a file with: its type, and where the last document stands. */
    private static final int TYPE_OFFSET = 0x0E;
    private static final byte[] TYPE = "SCQStore".getBytes(StandardCharsets.US_ASCII);
    private static final int LAST_DOCUMENT_OFFSET = 0x40;
    private static final int LAST_SEQUENCE_OFFSET = 0x48;

    private final GenerationDecoder generation = new GenerationDecoder();
    private DirectBuffer buffer;
    private long lastDocument;
    private long documents;

    /**
     * Looks at a segment whose generations are all whole.
     *
     * @param endOffset behind its last generation.
     * @param isSealed  whether another segment follows it.
     * @param isStill   whether nobody writes it and the last writer closed cleanly, so that Chronicle's own fields are true.
     * @return what is wrong first, and where; null when nothing is.
     */
    public String firstFault(final Segment segment, final int endOffset, final boolean isSealed, final boolean isStill)
    {
        buffer = segment.buffer();
        lastDocument = 0;
        documents = 0;
        long at = 0;
        while (at < endOffset)
        {
            final int word = Framing.word(buffer, (int)at);
            final long next = Framing.next(at, Framing.length(word));
            if (!isDocument(word) || next > endOffset || !Framing.isMetadata(word) && !holdsGeneration((int)at, word) ||
                !isPadded(at + Framing.WORD_LENGTH + Framing.length(word), next))
            {
                return fault(segment, "header word or padding of a document", at);
            }
            if (!Framing.isMetadata(word))
            {
                lastDocument = at;
                documents++;
            }
            at = next;
        }
        if (isSealed && !isEndMarked(endOffset))
        {
            return fault(segment, "end mark", endOffset);
        }
        return isStill && documents > 0 && !isHeaderTrue() ? fault(segment, "file header", 0) : null;
    }

    private static String fault(final Segment segment, final String what, final long offset)
    {
        return "framing damaged: " + what + ", file=" + segment.place() + ", offset=" + offset +
            "; all events are whole, but Chronicle's own tools may not see them";
    }

    private static boolean isDocument(final int word)
    {
        return word != 0 && (word > 0 || Framing.isMetadata(word));
    }

    private boolean holdsGeneration(final int wordOffset, final int word)
    {
        final int bodyOffset = wordOffset + Framing.WORD_LENGTH;
        return generation.wrapUnchecked(buffer, bodyOffset, buffer.capacity() - bodyOffset) == GenerationCheck.VALID &&
            generation.length() == Framing.length(word);
    }

    private boolean isPadded(final long from, final long to)
    {
        for (long at = from; at < to; at++)
        {
            if (buffer.getByte((int)at) != 0)
            {
                return false;
            }
        }
        return true;
    }

    /** The mark stands behind the last document, or behind an index page that follows it. */
    private boolean isEndMarked(final int endOffset)
    {
        long at = endOffset;
        int word = at + Framing.WORD_LENGTH <= buffer.capacity() ? Framing.word(buffer, (int)at) : 0;
        while (Framing.isMetadata(word))
        {
            at = Framing.next(at, Framing.length(word));
            word = at + Framing.WORD_LENGTH <= buffer.capacity() ? Framing.word(buffer, (int)at) : 0;
        }
        return word == Framing.END_OF_FILE;
    }

    private boolean isHeaderTrue()
    {
        for (int i = 0; i < TYPE.length; i++)
        {
            if (buffer.getByte(TYPE_OFFSET + i) != TYPE[i])
            {
                return false;
            }
        }
        return buffer.getLong(LAST_DOCUMENT_OFFSET, ByteOrder.LITTLE_ENDIAN) == lastDocument &&
            buffer.getLong(LAST_SEQUENCE_OFFSET, ByteOrder.LITTLE_ENDIAN) == (lastDocument << 32 | documents - 1);
    }
}
