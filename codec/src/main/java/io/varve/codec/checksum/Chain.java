package io.varve.codec.checksum;

/**
 * A running 64-bit digest of a journal: {@code chain(n) = mix(chain(n - 1), crc32c(n), crc32(n))}.
 *
 * <p>Equal chains mean equal histories up to accidents; it does not stand against an attacker. The mix is the
 * finaliser of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014; constants
 * of Stafford's variant 13).
 */
public final class Chain
{
    /** Chain before the first generation of a journal. */
    public static final long START = 0;

    private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

    private Chain()
    {
    }

    /** The chain of a generation, from the chain before it and its own two checksums. */
    public static long next(final long previous, final int crc32c, final int crc32)
    {
        return mix64(mix64(previous + GOLDEN_GAMMA) ^ ((long)crc32c << 32 | crc32 & 0xFFFF_FFFFL));
    }

    private static long mix64(final long value)
    {
        long z = (value ^ value >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }
}
