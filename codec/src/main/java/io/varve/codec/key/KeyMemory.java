package io.varve.codec.key;

import java.util.Arrays;

/**
 * Memory of a key table: chunks of one length that are only ever added, the first of them the table's header. A chunk stays where
 * it is until the memory is closed. Adding is for one thread, everything else for any.
 */
public abstract class KeyMemory implements AutoCloseable
{
    /** Bytes of a chunk. */
    public static final int CHUNK_LENGTH = 256 * 1024;

    /** Most chunks, the header counted: 32 GiB. */
    public static final int MAX_CHUNKS = 128 * 1024;

    private volatile long[] addresses = new long[0];

    /** Chunks that are there. */
    public final int chunkCount()
    {
        return addresses.length;
    }

    /** Address of a chunk, or 0 when it is not there. */
    final long address(final int chunk)
    {
        final long[] known = addresses;
        return chunk < known.length ? known[chunk] : 0;
    }

    /** Makes neighbouring chunks known. */
    protected final void add(final long address, final int count)
    {
        final long[] known = addresses;
        final long[] more = Arrays.copyOf(known, known.length + count);
        for (int i = 0; i < count; i++)
        {
            more[known.length + i] = address + (long)i * CHUNK_LENGTH;
        }
        addresses = more;
    }

    /**
     * Adds at least one chunk of zeros.
     *
     * @return false when there is no room for it now.
     */
    public abstract boolean grow();

    /** Looks for chunks that somebody else has added. */
    public void refresh()
    {
    }

    /** Gives the memory back; no address is good any more. */
    @Override
    public abstract void close();
}
