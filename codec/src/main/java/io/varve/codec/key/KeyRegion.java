package io.varve.codec.key;

import java.util.Arrays;

/** The chunks of a key table that have one use, in their order. One thread assigns, any look up. */
final class KeyRegion
{
    static final int FREE = 0;
    static final int TEXTS = 1;
    static final int PLACES = 2;
    static final int PAGES = 3;

    private final KeyMemory memory;
    private final KeyHeader header;
    private final int use;

    private volatile long[] addresses = new long[0];
    private int scannedChunks = 1;

    KeyRegion(final KeyMemory memory, final KeyHeader header, final int use)
    {
        this.memory = memory;
        this.header = header;
        this.use = use;
        refresh();
    }

    /** Takes over chunks that were assigned, by whomever. */
    synchronized void refresh()
    {
        memory.refresh();
        final int count = memory.chunkCount();
        for (; scannedChunks < count; scannedChunks++)
        {
            final int found = header.use(scannedChunks);
            if (found == FREE)
            {
                break; // chunks are assigned in their order
            }
            if (found == use)
            {
                append(memory.address(scannedChunks));
            }
        }
    }

    private void append(final long address)
    {
        final long[] known = addresses;
        final long[] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = address;
        addresses = more;
    }

    int size()
    {
        return addresses.length;
    }

    /** Address of a chunk of the region, or 0 when there is none. */
    long address(final int index)
    {
        final long[] known = addresses;
        return index < known.length ? known[index] : 0;
    }

    /**
     * Assigns one more chunk.
     *
     * @return false when there is no room.
     */
    boolean add()
    {
        int chunk = scannedChunks;
        while (chunk < memory.chunkCount() && header.use(chunk) != FREE)
        {
            chunk++;
        }
        if (chunk >= memory.chunkCount() && !memory.grow())
        {
            return false;
        }
        header.use(chunk, use);
        refresh();
        return true;
    }
}
