package io.varve.codec.generation;

/** Bits of a batch header's flags. */
public final class BatchFlags
{
    /** The instance is addressed by a string key; its id is the key's number in the dictionary. */
    public static final int KEYED = 1;

    /** The transaction goes on with the next batch. */
    public static final int MORE = 1 << 1;

    /** Metadata stands ahead of the batch's data; its length is a wide field. */
    public static final int METADATA = 1 << 2;

    /** The timestamp is a wide field, absolute. */
    public static final int WIDE_TIME = 1 << 3;

    /** The producer's sequence is a wide field. */
    public static final int WIDE_SEQUENCE = 1 << 4;

    /** Not a batch: a hole that stands for removed ones. */
    public static final int HOLE = 1 << 5;

    /** Bytes of each wide field. */
    public static final int WIDE_FIELD_LENGTH = Long.BYTES;

    private BatchFlags()
    {
    }

    /** Bytes that the wide fields named by the flags take behind the batch header. */
    public static int wideLength(final int flags)
    {
        return Integer.bitCount(flags & (WIDE_TIME | WIDE_SEQUENCE | METADATA)) * WIDE_FIELD_LENGTH;
    }
}
