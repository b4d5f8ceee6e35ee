package io.varve.tools.load;

import io.varve.tools.console.CommandException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * File that gets a line {@code INPUTLINE POSITION} for every acked event.
 *
 * <p>When {@link #flush()} returns, the lines are the kernel's: they survive the death of this process.
 */
public final class AckFile implements AutoCloseable
{
    private static final int BUFFER_LENGTH = 16 * 1024;

    /** Two numbers of 19 digits, a space and a line end. */
    private static final int MAX_LINE_LENGTH = 40;

    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_LENGTH);
    private final Path path;
    private final FileChannel channel;

    private AckFile(final Path path, final FileChannel channel)
    {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Opens a file for appending, created when it is missing. What a killed process left of a last line is taken away.
     *
     * @throws CommandException when that cannot be done.
     */
    public static AckFile open(final Path path)
    {
        try
        {
            final FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try
            {
                final long end = endOfLastLine(channel, path);
                if (end < channel.size())
                {
                    channel.truncate(end);
                }
                channel.position(end);
                return new AckFile(path, channel);
            }
            catch (final IOException | CommandException e)
            {
                channel.close();
                throw e;
            }
        }
        catch (final IOException e)
        {
            throw failure("open", path, e);
        }
    }

    /** Takes the ack of one event. */
    void append(final long line, final long position)
    {
        if (buffer.remaining() < MAX_LINE_LENGTH)
        {
            flush();
        }
        buffer.put(Long.toString(line).getBytes(StandardCharsets.US_ASCII)).put((byte)' ')
            .put(Long.toString(position).getBytes(StandardCharsets.US_ASCII)).put((byte)'\n');
    }

    /** Hands everything to the kernel. */
    void flush()
    {
        try
        {
            buffer.flip();
            while (buffer.hasRemaining())
            {
                channel.write(buffer);
            }
        }
        catch (final IOException e)
        {
            throw failure("write", path, e);
        }
        finally
        {
            buffer.clear();
        }
    }

    @Override
    public void close()
    {
        try
        {
            channel.close();
        }
        catch (final IOException e)
        {
            throw failure("close", path, e);
        }
    }

    private static long endOfLastLine(final FileChannel channel, final Path path) throws IOException
    {
        final long size = channel.size();
        final ByteBuffer tail = ByteBuffer.allocate((int)Math.min(MAX_LINE_LENGTH, size));
        final long from = size - tail.capacity();
        while (tail.hasRemaining() && channel.read(tail, from + tail.position()) > 0)
        {
            // Goes on until the tail is read.
        }
        for (int i = tail.position() - 1; i >= 0; i--)
        {
            if (tail.get(i) == '\n')
            {
                return from + i + 1;
            }
        }
        if (from > 0)
        {
            throw CommandException.failed(CommandException.BAD_INPUT,
                "acks file must have lines INPUTLINE POSITION, but its end is none; name another: file=" + path, null);
        }
        return 0;
    }

    private static CommandException failure(final String what, final Path path, final IOException e)
    {
        return CommandException.failed(CommandException.IO_ERROR,
            "cannot " + what + " the acks file: file=" + path + ", reason=" + reason(e), e);
    }

    private static String reason(final IOException e)
    {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
