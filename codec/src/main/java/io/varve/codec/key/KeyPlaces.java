package io.varve.codec.key;

import org.agrona.UnsafeApi;

/** Number to place of the text: an array of places, 0 where a number stands for no key. */
final class KeyPlaces
{
    private static final int PLACES_A_CHUNK = KeyMemory.CHUNK_LENGTH / Long.BYTES;

    private final KeyRegion region;
    private final KeyHeader header;

    KeyPlaces(final KeyRegion region, final KeyHeader header)
    {
        this.header = header;
        this.region = region;
    }

    private long address(final long number)
    {
        final long index = number - 1;
        final long chunk = index / PLACES_A_CHUNK;
        if (index < 0 || chunk > KeyMemory.MAX_CHUNKS)
        {
            return 0;
        }
        final long start = region.address((int)chunk);
        return start == 0 ? 0 : start + index % PLACES_A_CHUNK * Long.BYTES;
    }

    /** Place of a number's text, 0 when there is none. */
    long get(final long number)
    {
        long address = address(number);
        if (address == 0 && number > 0 && number <= header.highest())
        {
            region.refresh(); // another process has added it
            address = address(number);
        }
        return address == 0 ? 0 : UnsafeApi.getLongVolatile(null, address);
    }

    /** Highest number that has a place, 0 when none has. */
    long highest()
    {
        for (int chunk = region.size() - 1; chunk >= 0; chunk--)
        {
            final long start = region.address(chunk);
            for (int i = PLACES_A_CHUNK - 1; i >= 0; i--)
            {
                if (UnsafeApi.getLong(start + (long)i * Long.BYTES) != 0)
                {
                    return (long)chunk * PLACES_A_CHUNK + i + 1;
                }
            }
        }
        return 0;
    }

    /**
     * Makes room for a number.
     *
     * @return false when there is none.
     */
    boolean reserve(final long number)
    {
        final long chunk = (number - 1) / PLACES_A_CHUNK;
        while (region.size() <= chunk)
        {
            if (!region.add())
            {
                return false;
            }
        }
        return true;
    }

    void put(final long number, final long place)
    {
        UnsafeApi.putLongRelease(null, address(number), place);
    }
}
