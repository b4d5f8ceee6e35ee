package io.varve.tools.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Buffered bytes on their way out of the process; text is UTF-8 whatever the locale says. */
public final class Output
{
    private static final int BUFFER_LENGTH = 64 * 1024;

    private final OutputStream stream;
    private final String name;
    private final byte[] buffer = new byte[BUFFER_LENGTH];
    private int length;
    private boolean broken;

    /**
     * Onto a stream, which it does not close.
     *
     * @param name of the stream, for errors.
     */
    public Output(final OutputStream stream, final String name)
    {
        this.stream = stream;
        this.name = name;
    }

    /** Takes one byte. */
    public void write(final int value)
    {
        if (length == BUFFER_LENGTH)
        {
            drain();
        }
        buffer[length++] = (byte)value;
    }

    /** Takes bytes. */
    public void write(final byte[] bytes, final int offset, final int count)
    {
        if (count > BUFFER_LENGTH - length)
        {
            drain();
            if (count > BUFFER_LENGTH)
            {
                writeThrough(bytes, offset, count);
                return;
            }
        }
        System.arraycopy(bytes, offset, buffer, length, count);
        length += count;
    }

    /** Takes text of which every character is ASCII. */
    public void writeAscii(final String text)
    {
        final int count = text.length();
        if (count > BUFFER_LENGTH - length)
        {
            write(text.getBytes(StandardCharsets.US_ASCII), 0, count);
            return;
        }
        int at = length;
        for (int i = 0; i < count; i++)
        {
            buffer[at++] = (byte)text.charAt(i);
        }
        length = at;
    }

    /** Takes text. */
    public void print(final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(bytes, 0, bytes.length);
    }

    /** Takes a line and hands on everything. */
    public void println(final String text)
    {
        print(text);
        write('\n');
        flush();
    }

    /**
     * Hands on everything that was taken.
     *
     * @throws OutputClosedException when nobody reads any more.
     * @throws CommandException      when the stream fails otherwise.
     */
    public void flush()
    {
        drain();
        try
        {
            stream.flush();
        }
        catch (final IOException e)
        {
            throw failure(e);
        }
    }

    private void drain()
    {
        final int count = length;
        length = 0;
        writeThrough(buffer, 0, count);
    }

    private void writeThrough(final byte[] bytes, final int offset, final int count)
    {
        if (broken || count == 0)
        {
            return;
        }
        try
        {
            stream.write(bytes, offset, count);
        }
        catch (final IOException e)
        {
            throw failure(e);
        }
    }

    private RuntimeException failure(final IOException e)
    {
        // Invariant: a broken stream is reported once and then swallows, so that cleaning up does not fail again.
        broken = true;
        final String message = String.valueOf(e.getMessage());
        if (message.contains("Broken pipe") || message.contains("Pipe closed") || message.contains("Connection reset"))
        {
            return new OutputClosedException(e);
        }
        return CommandException.failed(
            CommandException.IO_ERROR, "cannot write to " + name + ": " + message, e);
    }
}
