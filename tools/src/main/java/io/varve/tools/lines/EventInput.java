package io.varve.tools.lines;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opens input that may be compressed with gzip, which its first two bytes tell. */
public final class EventInput
{
    private static final int BUFFER_LENGTH = 64 * 1024;
    private static final int MAGIC_FIRST = 0x1F;
    private static final int MAGIC_SECOND = 0x8B;

    private EventInput()
    {
    }

    /**
     * The plain bytes of a stream.
     *
     * @throws IOException with a line for the user when the stream cannot be read or its gzip header is cut off.
     */
    public static InputStream open(final InputStream in) throws IOException
    {
        final BufferedInputStream buffered = new BufferedInputStream(in, BUFFER_LENGTH);
        buffered.mark(2);
        final boolean compressed = buffered.read() == MAGIC_FIRST && buffered.read() == MAGIC_SECOND;
        buffered.reset();
        return compressed ? new Decompressed(buffered) : buffered;
    }

    /** Names what is wrong with compressed input. */
    private static final class Decompressed extends InputStream
    {
        private final InputStream compressed;
        private GZIPInputStream in;

        Decompressed(final InputStream compressed)
        {
            this.compressed = compressed;
        }

        @Override
        public int read() throws IOException
        {
            final byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(final byte[] bytes, final int offset, final int length) throws IOException
        {
            try
            {
                if (in == null)
                {
                    in = new GZIPInputStream(new Waiting(compressed), BUFFER_LENGTH);
                }
                return in.read(bytes, offset, length);
            }
            catch (final EOFException e)
            {
                throw new IOException("gzip input is cut off: get the whole file and go on from here", e);
            }
            catch (final ZipException e)
            {
                throw new IOException("gzip input is damaged: " + e.getMessage(), e);
            }
        }

        @Override
        public int available() throws IOException
        {
            return in == null ? 1 : in.available();
        }
    }

    /**
     * Says that bytes are available unless there are no more: {@link GZIPInputStream} takes a pipe that is empty for a
     * moment between two members for the end, and leaves out the rest.
     */
    private static final class Waiting extends FilterInputStream
    {
        Waiting(final InputStream in)
        {
            super(in);
        }

        @Override
        public int available() throws IOException
        {
            in.mark(1);
            final boolean more = in.read() >= 0;
            in.reset();
            return more ? 1 : 0;
        }
    }
}
