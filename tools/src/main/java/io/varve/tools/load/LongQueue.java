package io.varve.tools.load;

/** Numbers, first in first out, without an object each. */
final class LongQueue
{
    private static final int INITIAL_CAPACITY = 1024;

    private long[] values = new long[INITIAL_CAPACITY];
    private int first;
    private int size;

    void add(final long value)
    {
        if (size == values.length)
        {
            grow();
        }
        values[first + size & values.length - 1] = value;
        size++;
    }

    /** The first, which stays. */
    long peek()
    {
        return values[first];
    }

    /** The first, which goes. */
    long remove()
    {
        final long value = values[first];
        first = first + 1 & values.length - 1;
        size--;
        return value;
    }

    int size()
    {
        return size;
    }

    boolean isEmpty()
    {
        return size == 0;
    }

    private void grow()
    {
        final long[] larger = new long[2 * values.length];
        System.arraycopy(values, first, larger, 0, values.length - first);
        System.arraycopy(values, 0, larger, values.length - first, first);
        values = larger;
        first = 0;
    }
}
