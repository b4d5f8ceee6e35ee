package io.varve.journal.stream;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;

/** How a stream is named in the tables: a kind, which says aggregate and space of ids, and the id. */
final class StreamKey
{
    /** Bits of a kind. */
    static final int KIND_BITS = 24;

    static final long KIND_MASK = (1L << KIND_BITS) - 1;

    /** Highest ordinal of an aggregate that a kind can say. */
    static final int MAX_ORDINAL = (1 << KIND_BITS - 1) - 2;

    private StreamKey()
    {
    }

    /** Never 0, which marks what is free. */
    static int kind(final int aggregateOrdinal, final boolean isKeyed)
    {
        if (aggregateOrdinal > MAX_ORDINAL)
        {
            throw new EventLogException(ErrorCode.TOO_MANY_NAMES,
                "too many aggregates for the table of streams: ordinal=" + aggregateOrdinal + ", highest=" + MAX_ORDINAL);
        }
        return 1 + (aggregateOrdinal << 1 | (isKeyed ? 1 : 0));
    }

    /** Finaliser of MurmurHash3 (Appleby) over both halves. The lower half chooses a page, the upper a bucket in it. */
    static long hash(final int kind, final long id)
    {
        long h = id + kind * 0x9E37_79B9_7F4A_7C15L;
        h = (h ^ h >>> 33) * 0xFF51_AFD7_ED55_8CCDL;
        h = (h ^ h >>> 33) * 0xC4CE_B9FE_1A85_EC53L;
        return h ^ h >>> 33;
    }
}
