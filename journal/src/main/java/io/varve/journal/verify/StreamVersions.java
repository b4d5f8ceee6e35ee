package io.varve.journal.verify;

import org.agrona.BitUtil;

/** The next version of every stream, in arrays that grow by doubling: 20 bytes an entry and half as much free. One thread. */
final class StreamVersions
{
    private static final int INITIAL_CAPACITY = 1 << 12;
    private static final long FIBONACCI = 0x9E37_79B9_7F4A_7C15L;
    private static final int MAX_CAPACITY = 1 << 30;

    private long[] ids = new long[INITIAL_CAPACITY];
    private int[] kinds = new int[INITIAL_CAPACITY];
    private long[] nextVersions = new long[INITIAL_CAPACITY];
    private int size;

    /**
     * Sets the next version of a stream.
     *
     * @param kind above 0: aggregate and whether the instance is keyed.
     * @return what it was, 0 of a new one.
     */
    long exchange(final int kind, final long id, final long nextVersion)
    {
        int slot = slot(kind, id, ids.length - 1);
        if (kinds[slot] == 0)
        {
            if (size > ids.length / 3 * 2 && ids.length < MAX_CAPACITY)
            {
                grow();
                slot = slot(kind, id, ids.length - 1);
            }
            kinds[slot] = kind;
            ids[slot] = id;
            size++;
        }
        final long before = nextVersions[slot];
        nextVersions[slot] = nextVersion;
        return before;
    }

    private int slot(final int kind, final long id, final int mask)
    {
        final long mixed = (id ^ (long)kind << 40) * FIBONACCI;
        int slot = (int)(mixed ^ mixed >>> 32) & mask;
        while (kinds[slot] != 0 && (kinds[slot] != kind || ids[slot] != id))
        {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow()
    {
        final long[] oldIds = ids;
        final int[] oldKinds = kinds;
        final long[] oldNextVersions = nextVersions;
        final int capacity = BitUtil.findNextPositivePowerOfTwo(oldIds.length + 1);
        ids = new long[capacity];
        kinds = new int[capacity];
        nextVersions = new long[capacity];
        for (int i = 0; i < oldIds.length; i++)
        {
            if (oldKinds[i] != 0)
            {
                final int slot = slot(oldKinds[i], oldIds[i], capacity - 1);
                ids[slot] = oldIds[i];
                kinds[slot] = oldKinds[i];
                nextVersions[slot] = oldNextVersions[i];
            }
        }
    }
}
