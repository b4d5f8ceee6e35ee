package io.varve.client.session;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;

import java.util.Arrays;

/** Names that the node has numbered for its deliveries, of one connection. Written by who polls, read behind what it hands on. */
public final class ReceivedNames
{
    private volatile Entry[] entries = new Entry[64];

    private record Entry(String domain, String name)
    {
    }

    void add(final long number, final String domain, final String name)
    {
        if (number < 1 || number > 1 << 24)
        {
            throw new EventLogException(ErrorCode.PROTOCOL, "node numbers a name beyond all bounds: number=" + number);
        }
        Entry[] all = entries;
        if (number >= all.length)
        {
            all = Arrays.copyOf(all, Math.max(2 * all.length, (int)number + 1));
        }
        all[(int)number] = new Entry(domain, name);
        entries = all; // ordered: whoever reads a delivery that came later sees it
    }

    /** Domain of a name. */
    public String domain(final long number)
    {
        return entry(number).domain();
    }

    /** Text of a name. */
    public String name(final long number)
    {
        return entry(number).name();
    }

    private Entry entry(final long number)
    {
        final Entry[] all = entries;
        final Entry entry = number < 0 || number >= all.length ? null : all[(int)number];
        if (entry == null)
        {
            throw new EventLogException(ErrorCode.PROTOCOL, "node uses a name that it has not numbered: number=" + number);
        }
        return entry;
    }
}
