package io.varve.codec.key;

import java.util.Arrays;

/** Steps over the keys of a table in the order of the log. */
public final class KeyWalk
{
    private final KeyTexts texts;
    private final long count;
    private long index;
    private long end;
    private long place;
    private long address;

    KeyWalk(final KeyTexts texts, final long end, final long index, final long count)
    {
        this.texts = texts;
        this.end = end;
        this.index = index;
        this.count = count;
    }

    /** @return false behind the last key, or where what stands there was damaged. */
    public boolean next()
    {
        address = 0;
        if (index >= count)
        {
            return false;
        }
        place = texts.following(end);
        address = place == 0 ? 0 : texts.address(place);
        if (address == 0)
        {
            return false;
        }
        end = KeyTexts.behind(place, KeyTexts.length(address));
        index++;
        return true;
    }

    /** Keys up to here, that of the last step included. */
    public long index()
    {
        return index;
    }

    boolean isBehindLast()
    {
        return index >= count;
    }

    public long number()
    {
        return KeyTexts.number(address);
    }

    public int aggregate()
    {
        return KeyTexts.aggregate(address);
    }

    public byte[] utf8()
    {
        return KeyTexts.utf8(address);
    }

    /** Whether the key of the last step is this one. */
    public boolean is(final int aggregate, final long number, final byte[] utf8)
    {
        return aggregate() == aggregate && number() == number && Arrays.equals(utf8(), utf8);
    }

    long address()
    {
        return address;
    }

    long place()
    {
        return place;
    }

    /** Place behind the key of the last step. */
    long end()
    {
        return end;
    }
}
