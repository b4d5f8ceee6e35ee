package io.varve.journal.index;

import io.varve.codec.checksum.Crc;
import io.varve.journal.directory.DurableFiles;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.collections.IntArrayList;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes an index file under a temporary name; {@link #finish} puts it on stable storage and then in its place. */
final class IndexFileWriter implements IndexOutput, AutoCloseable
{
    private static final int CHUNK_LENGTH = 16 * IndexHeader.BLOCK_LENGTH;

    private final Path file;
    private final Path fresh;
    private final FileChannel channel;
    private final ByteBuffer bytes = BufferUtil.allocateDirectAligned(CHUNK_LENGTH, BitUtil.CACHE_LINE_LENGTH);
    private final UnsafeBuffer chunk = new UnsafeBuffer(bytes);
    private final IntArrayList crcs = new IntArrayList();
    private long flushed;
    private int used;

    IndexFileWriter(final Path file) throws IOException
    {
        this.file = file;
        fresh = file.resolveSibling(file.getFileName() + IndexFolder.FRESH_SUFFIX);
        Files.deleteIfExists(fresh);
        channel = DurableFiles.open(fresh);
    }

    @Override
    public long position()
    {
        return flushed + used;
    }

    @Override
    public void putByte(final int value) throws IOException
    {
        makeRoom();
        chunk.putByte(used, (byte)value);
        used++;
    }

    @Override
    public void putInt(final int value) throws IOException
    {
        if (CHUNK_LENGTH - used >= Integer.BYTES)
        {
            chunk.putInt(used, value, ByteOrder.LITTLE_ENDIAN);
            used += Integer.BYTES;
            return;
        }
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE)
        {
            putByte(value >>> shift);
        }
    }

    @Override
    public void putLong(final long value) throws IOException
    {
        putInt((int)value);
        putInt((int)(value >>> Integer.SIZE));
    }

    @Override
    public void putBytes(final DirectBuffer source, final int offset, final int length) throws IOException
    {
        int done = 0;
        while (done < length)
        {
            makeRoom();
            final int part = Math.min(length - done, CHUNK_LENGTH - used);
            chunk.putBytes(used, source, offset + done, part);
            used += part;
            done += part;
        }
    }

    @Override
    public void align(final int alignment) throws IOException
    {
        while ((position() & alignment - 1) != 0)
        {
            putByte(0);
        }
    }

    private void makeRoom() throws IOException
    {
        if (used == CHUNK_LENGTH)
        {
            flush();
        }
    }

    private void flush() throws IOException
    {
        for (int at = 0; at < used; at += IndexHeader.BLOCK_LENGTH)
        {
            crcs.addInt(Crc.crc32c(chunk, at, Math.min(IndexHeader.BLOCK_LENGTH, used - at)));
        }
        writeChunk(IndexHeader.LENGTH + flushed, used);
        flushed += used;
        used = 0;
    }

    private void writeChunk(final long offset, final int length) throws IOException
    {
        bytes.clear().limit(length);
        DurableFiles.writeFully(channel, bytes, offset);
    }

    /** Writes table and header and puts the file in its place; nothing is synced, and checksums tell what a power loss spoils. */
    void finish(final IndexKind kind, final SegmentSummary summary, final long journalIdHigh, final long journalIdLow)
        throws IOException
    {
        flush();
        final ByteBuffer tableBytes = ByteBuffer.allocateDirect(Math.max(1, crcs.size() * Integer.BYTES));
        final UnsafeBuffer table = new UnsafeBuffer(tableBytes);
        for (int i = 0; i < crcs.size(); i++)
        {
            table.putInt(i * Integer.BYTES, crcs.getInt(i), ByteOrder.LITTLE_ENDIAN);
        }
        final int tableLength = crcs.size() * Integer.BYTES;
        tableBytes.limit(tableLength);
        DurableFiles.writeFully(channel, tableBytes, IndexHeader.tableOffset(flushed));

        new IndexHeader(kind.code(), summary, flushed, Crc.crc32c(table, 0, tableLength))
            .encode(chunk, journalIdHigh, journalIdLow);
        writeChunk(0, IndexHeader.LENGTH);
        channel.close();
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Closes the file, and drops it unless it was finished. */
    @Override
    public void close() throws IOException
    {
        channel.close();
        Files.deleteIfExists(fresh);
    }
}
