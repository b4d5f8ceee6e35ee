package io.varve.tools.lines;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream into lines with bounded memory: a line that is longer than {@link #MAX_LINE_LENGTH} is refused
 * before it is read.
 */
public final class LineReader
{
    /** Most bytes of a line: an event of 65,535 bytes with every byte spelled as six characters needs half. */
    public static final int MAX_LINE_LENGTH = 1024 * 1024;

    private static final int INITIAL_LENGTH = 64 * 1024;

    /** Some editors put it at the start of a file; it says nothing about UTF-8. */
    private static final byte[] BYTE_ORDER_MARK = {(byte)0xEF, (byte)0xBB, (byte)0xBF};

    private final InputStream in;
    private byte[] buffer = new byte[INITIAL_LENGTH];
    private int lineOffset;
    private int lineLength;
    /** Behind the line end of the current line. */
    private int nextOffset;
    private int limit;
    private long number;
    private boolean ended;

    /** Over a stream that it does not close. */
    public LineReader(final InputStream in)
    {
        this.in = in;
    }

    /**
     * Passes over lines of any length.
     *
     * @return false when the stream has fewer.
     */
    public boolean skip(final long lines) throws IOException
    {
        for (long i = 0; i < lines; i++)
        {
            if (!skipLine())
            {
                return false;
            }
        }
        return true;
    }

    /**
     * Steps to the next line.
     *
     * @return false at the end.
     * @throws EventLineException for a line that is too long.
     * @throws IOException        when the stream fails; {@link #number()} is the line before then.
     */
    public boolean next() throws IOException
    {
        int searched = nextOffset;
        while (true)
        {
            final int end = indexOfLineEnd(searched);
            final int scanned = (end >= 0 ? end : limit) - nextOffset;
            if (scanned > MAX_LINE_LENGTH)
            {
                throw new EventLineException(
                    number + 1, "event line must have at most " + MAX_LINE_LENGTH + " bytes: it has more", null);
            }
            if (end >= 0)
            {
                takeLine(end, end + 1);
                return true;
            }
            if (!fill())
            {
                if (scanned == 0)
                {
                    return false;
                }
                takeLine(limit, limit);
                return true;
            }
            searched = nextOffset + scanned;
        }
    }

    /** True when the next line is not there yet, so that asking for it may wait. */
    public boolean mayBlock() throws IOException
    {
        return !ended && indexOfLineEnd(nextOffset) < 0 && in.available() == 0;
    }

    /** Number of the current line, from 1; 0 before the first. */
    public long number()
    {
        return number;
    }

    /** Holds the current line at {@link #offset()}; overwritten by the next step. */
    public byte[] buffer()
    {
        return buffer;
    }

    /** Where the current line starts in the buffer. */
    public int offset()
    {
        return lineOffset;
    }

    /** Bytes of the current line without its line end. */
    public int length()
    {
        return lineLength;
    }

    /** True when the current line has nothing but white space. */
    public boolean isBlank()
    {
        for (int i = lineOffset; i < lineOffset + lineLength; i++)
        {
            if (buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\r')
            {
                return false;
            }
        }
        return true;
    }

    private boolean skipLine() throws IOException
    {
        boolean any = false;
        while (true)
        {
            final int end = indexOfLineEnd(nextOffset);
            if (end >= 0)
            {
                takeLine(end, end + 1);
                return true;
            }
            any |= limit > nextOffset;
            nextOffset = limit;
            if (!fill())
            {
                if (any)
                {
                    takeLine(limit, limit);
                }
                return any;
            }
        }
    }

    private void takeLine(final int end, final int next)
    {
        lineOffset = nextOffset;
        lineLength = end - nextOffset;
        nextOffset = next;
        number++;
        if (number == 1 && startsWithByteOrderMark())
        {
            lineOffset += BYTE_ORDER_MARK.length;
            lineLength -= BYTE_ORDER_MARK.length;
        }
    }

    private boolean startsWithByteOrderMark()
    {
        return lineLength >= BYTE_ORDER_MARK.length && Arrays.equals(
            buffer, lineOffset, lineOffset + BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
    }

    private int indexOfLineEnd(final int from)
    {
        final byte[] buffer = this.buffer;
        final int limit = this.limit;
        for (int i = from; i < limit; i++)
        {
            if (buffer[i] == '\n')
            {
                return i;
            }
        }
        return -1;
    }

    /** Reads more behind the bytes of the line that has begun, after moving those to the front. */
    private boolean fill() throws IOException
    {
        if (ended)
        {
            return false;
        }
        if (nextOffset > 0)
        {
            System.arraycopy(buffer, nextOffset, buffer, 0, limit - nextOffset);
            limit -= nextOffset;
            nextOffset = 0;
        }
        if (limit == buffer.length)
        {
            // Invariant: next() refuses a longer line before it asks for more, so this ends at twice the bound.
            buffer = Arrays.copyOf(buffer, 2 * limit);
        }
        final int count = in.read(buffer, limit, buffer.length - limit);
        ended = count < 0;
        limit += Math.max(0, count);
        return !ended;
    }
}
