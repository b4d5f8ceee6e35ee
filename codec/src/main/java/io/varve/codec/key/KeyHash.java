package io.varve.codec.key;

import org.agrona.UnsafeApi;

/** Hash of a key: well mixed, begun with a random number so that nobody can choose keys that meet; never taken for the key. */
interface KeyHash
{
    /** 64 bits over a key and its aggregate. */
    long of(long seed, int aggregate, Object base, long text, int length);

    /** Eight bytes at a time by multiplication, ended by the finaliser of MurmurHash3 (Appleby). */
    KeyHash MIXED = (seed, aggregate, base, text, length) ->
    {
        long h = seed ^ (long)aggregate << Integer.SIZE ^ length;
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES)
        {
            h = (h ^ UnsafeApi.getLong(base, text + i)) * 0x9E37_79B9_7F4A_7C15L;
            h ^= h >>> 32;
        }
        long rest = 0;
        for (; i < length; i++)
        {
            rest = rest << Byte.SIZE | UnsafeApi.getByte(base, text + i) & 0xFF;
        }
        h = (h ^ rest) * 0x9E37_79B9_7F4A_7C15L;
        h = (h ^ h >>> 33) * 0xFF51_AFD7_ED55_8CCDL;
        h = (h ^ h >>> 33) * 0xC4CE_B9FE_1A85_EC53L;
        return h ^ h >>> 33;
    };
}
