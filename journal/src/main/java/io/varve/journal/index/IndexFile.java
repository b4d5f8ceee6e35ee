package io.varve.journal.index;

import io.varve.codec.checksum.Crc;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An index file as readers see it: the header is checked when it is opened, each block of the body before it is used first.
 *
 * <p>Nothing here throws for what stands in the file: a file that is missing, damaged, or of other content says why it is
 * unusable, and its reader goes around it. Thread-safe; the body is read
 * with a small file, else mapped on first use and unmapped when nobody can reach it.
 */
public final class IndexFile
{
    /** A file up to this length is read when it is opened: mapping it costs more. */
    private static final int READ_LENGTH = 32 * 1024;

    private static final DirectBuffer NOTHING = new UnsafeBuffer(new byte[0]);

    private final Path file;
    private final IndexHeader header;
    private volatile String unusable;
    private volatile Body body;

    /** The body, and which of its blocks were found good; a lost update only checks one twice. */
    private record Body(DirectBuffer buffer, DirectBuffer table, long[] checked)
    {
    }

    private IndexFile(final Path file, final IndexHeader header, final String unusable)
    {
        this.file = file;
        this.header = header;
        this.unusable = unusable;
    }

    static IndexFile open(
        final Path file, final IndexKind kind, final long segment, final long journalIdHigh, final long journalIdLow)
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            final long length = channel.size();
            if (length < IndexHeader.LENGTH)
            {
                return new IndexFile(file, null, "shorter than a header: length=" + length);
            }
            final UnsafeBuffer buffer = read(channel, length <= READ_LENGTH ? (int)length : IndexHeader.LENGTH);
            final String fault = buffer == null ? "shorter than it was" :
                IndexHeader.check(buffer, kind.code(), segment, journalIdHigh, journalIdLow);
            if (fault != null)
            {
                return new IndexFile(file, null, fault);
            }
            final IndexHeader header = IndexHeader.decode(buffer);
            if (length != IndexHeader.fileLength(header.bodyLength()))
            {
                return new IndexFile(
                    file, null, "length=" + length + " instead of " + IndexHeader.fileLength(header.bodyLength()));
            }
            final IndexFile opened = new IndexFile(file, header, null);
            if (buffer.capacity() == length)
            {
                opened.use(buffer);
            }
            return opened;
        }
        catch (final NoSuchFileException e)
        {
            return new IndexFile(file, null, "missing");
        }
        catch (final IOException e)
        {
            return new IndexFile(file, null, "cannot be read: " + e);
        }
    }

    private static UnsafeBuffer read(final FileChannel channel, final int length) throws IOException
    {
        final ByteBuffer bytes = ByteBuffer.allocateDirect(length);
        while (bytes.hasRemaining())
        {
            if (channel.read(bytes, bytes.position()) < 0)
            {
                return null;
            }
        }
        return new UnsafeBuffer(bytes);
    }

    /** Takes the whole file's bytes, wherever they are. */
    private void use(final UnsafeBuffer whole)
    {
        final int tableOffset = (int)IndexHeader.tableOffset(header.bodyLength());
        final UnsafeBuffer table = new UnsafeBuffer(whole, tableOffset, whole.capacity() - tableOffset);
        if (Crc.crc32c(table, 0, table.capacity()) != header.tableCrc())
        {
            unusable = "block table crc mismatch";
            return;
        }
        body = new Body(new UnsafeBuffer(whole, IndexHeader.LENGTH, (int)header.bodyLength()), table,
            new long[(IndexHeader.blocks(header.bodyLength()) + Long.SIZE - 1) / Long.SIZE]);
    }

    /** Whether nothing bad is known of it yet. */
    public boolean isUsable()
    {
        return unusable == null;
    }

    /** Why it cannot be used, or null. */
    public String unusable()
    {
        return unusable;
    }

    /** Of the segment that the file was made from; null when it was never usable. */
    public SegmentSummary summary()
    {
        return header == null ? null : header.summary();
    }

    /** Bytes of the body; 0 when it was never usable. */
    public int bodyLength()
    {
        return header == null ? 0 : (int)header.bodyLength();
    }

    /** Name of the file. */
    public String place()
    {
        return file.toString();
    }

    /** Says that what the body says cannot be true, though its checksums agree; it is not used any more. */
    public void distrust(final String why)
    {
        unusable = why;
    }

    /**
     * The body, mapped; of length 0 when it is unusable. Bytes may be read only after {@link #check} has found them good.
     */
    public DirectBuffer body()
    {
        final Body mapped = mapped();
        return mapped == null ? NOTHING : mapped.buffer;
    }

    private Body mapped()
    {
        final Body known = body;
        return known != null || unusable != null ? known : map();
    }

    private synchronized Body map()
    {
        if (body != null || unusable != null)
        {
            return body;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            final long length = IndexHeader.fileLength(header.bodyLength());
            if (channel.size() != length)
            {
                unusable = "length changed to " + channel.size();
                return null;
            }
            use(new UnsafeBuffer(channel.map(FileChannel.MapMode.READ_ONLY, 0, length)));
            return body;
        }
        catch (final IOException e)
        {
            unusable = "cannot be mapped: " + e;
            return null;
        }
        catch (final InternalError e)
        {
            unusable = "cannot be read where it is mapped: " + e.getMessage();
            return null;
        }
    }

    /**
     * Whether bytes of the body may be used: they are within it, and their blocks have the checksums that were written.
     * Once false, the whole file is unusable.
     */
    public boolean check(final long offset, final long length)
    {
        final Body mapped = mapped();
        if (mapped == null || unusable != null)
        {
            return false;
        }
        if (offset < 0 || length < 0 || offset > header.bodyLength() - length)
        {
            unusable = "names bytes beyond its end: offset=" + offset + ", length=" + length;
            return false;
        }
        if (length == 0)
        {
            return true;
        }
        final int last = (int)((offset + length - 1) / IndexHeader.BLOCK_LENGTH);
        for (int block = (int)(offset / IndexHeader.BLOCK_LENGTH); block <= last; block++)
        {
            if ((mapped.checked[block >> 6] & 1L << block) == 0 && !checkBlock(mapped, block))
            {
                return false;
            }
        }
        return true;
    }

    /** Checks everything. */
    public boolean checkAll()
    {
        return check(0, bodyLength());
    }

    private boolean checkBlock(final Body mapped, final int block)
    {
        try
        {
            final int at = block * IndexHeader.BLOCK_LENGTH;
            final int length = Math.min(IndexHeader.BLOCK_LENGTH, mapped.buffer.capacity() - at);
            if (Crc.crc32c(mapped.buffer, at, length) != mapped.table.getInt(block * Integer.BYTES, ByteOrder.LITTLE_ENDIAN))
            {
                unusable = "block crc mismatch: offset=" + (IndexHeader.LENGTH + at);
                return false;
            }
            mapped.checked[block >> 6] |= 1L << block;
            return true;
        }
        catch (final InternalError e)
        {
            unusable = "cannot be read where it is mapped: " + e.getMessage();
            return false;
        }
    }
}
