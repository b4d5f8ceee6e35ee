package io.varve.codec.generation;

import io.varve.codec.Limits;
import io.varve.codec.sbe.BatchHeaderEncoder;
import io.varve.codec.sbe.DictionaryEntryEncoder;
import io.varve.codec.sbe.EventHeaderEncoder;
import io.varve.codec.sbe.GenerationHeaderEncoder;
import io.varve.codec.sbe.HoleHeaderEncoder;
import io.varve.codec.sbe.IdentityEntryEncoder;
import io.varve.codec.sbe.ProducerEntryEncoder;

/**
 * Where the parts of a generation stand.
 *
 * <pre>
 *  +-------------------+ 0
 *  | generation header | {@value #HEADER_LENGTH} bytes
 *  +-------------------+
 *  | identities        | {@value #IDENTITY_LENGTH} bytes each
 *  +-------------------+
 *  | producers         | {@value #PRODUCER_LENGTH} bytes each
 *  +-------------------+
 *  | dictionary        | {@value #ENTRY_LENGTH} bytes and the name, padded to 8, each
 *  +-------------------+ headersOffset
 *  | batch headers     | {@value #BATCH_LENGTH} bytes, wide fields, {@value #EVENT_LENGTH} bytes an event, each batch
 *  +-------------------+ dataOffset
 *  | data              | metadata, then the events' bytes, batch by batch, unpadded
 *  +-------------------+ length
 * </pre>
 *
 * <p>Everything ahead of the data stands on a multiple of 8 from the start of the generation.
 */
public final class GenerationLayout
{
    /** The bytes V A R V, read as a little-endian int. */
    public static final int MAGIC = 'V' | 'A' << 8 | 'R' << 16 | 'V' << 24;

    /** Version of the layout that is written. */
    public static final int LAYOUT_VERSION = 1;

    /** Bytes of the generation header. */
    public static final int HEADER_LENGTH = GenerationHeaderEncoder.BLOCK_LENGTH;

    /** Offset of the first byte that the generation's CRC covers: behind magic and CRC. */
    public static final int CHECKED_OFFSET = GenerationHeaderEncoder.lengthEncodingOffset();

    /** Bytes of an identity. */
    public static final int IDENTITY_LENGTH = IdentityEntryEncoder.BLOCK_LENGTH;

    /** Bytes of a producer. */
    public static final int PRODUCER_LENGTH = ProducerEntryEncoder.BLOCK_LENGTH;

    /** Bytes of a dictionary entry ahead of its name. */
    public static final int ENTRY_LENGTH = DictionaryEntryEncoder.BLOCK_LENGTH;

    /** Bytes of a batch header without wide fields. */
    public static final int BATCH_LENGTH = BatchHeaderEncoder.BLOCK_LENGTH;

    /** Bytes of an event header. */
    public static final int EVENT_LENGTH = EventHeaderEncoder.BLOCK_LENGTH;

    /** Every part ahead of the data starts on a multiple of this. */
    public static final int ALIGNMENT = 8;

    static
    {
        requireMultiple("HEADER_LENGTH", HEADER_LENGTH);
        requireMultiple("IDENTITY_LENGTH", IDENTITY_LENGTH);
        requireMultiple("PRODUCER_LENGTH", PRODUCER_LENGTH);
        requireMultiple("ENTRY_LENGTH", ENTRY_LENGTH);
        requireMultiple("BATCH_LENGTH", BATCH_LENGTH);
        requireMultiple("EVENT_LENGTH", EVENT_LENGTH);
        if (HoleHeaderEncoder.BLOCK_LENGTH != BATCH_LENGTH ||
            HoleHeaderEncoder.flagsEncodingOffset() != BatchHeaderEncoder.flagsEncodingOffset())
        {
            throw new IllegalStateException("a hole must look like a batch header: holeLength=" +
                HoleHeaderEncoder.BLOCK_LENGTH + ", batchLength=" + BATCH_LENGTH);
        }
    }

    private GenerationLayout()
    {
    }

    /** Bytes that a dictionary entry takes with its name. */
    public static int entryLength(final int nameLengthBytes)
    {
        return ENTRY_LENGTH + (nameLengthBytes + ALIGNMENT - 1 & -ALIGNMENT);
    }

    /** Bytes that the headers of a batch take: its own, wide fields, and one an event. */
    public static int batchHeadersLength(final int flags, final int eventCount)
    {
        return BATCH_LENGTH + BatchFlags.wideLength(flags) + eventCount * EVENT_LENGTH;
    }

    /**
     * Most bytes that a lone batch can take in a generation of its own, dictionary entries included: what a publisher
     * checks before it claims, since the wide fields are only known when the generation is sealed.
     *
     * @param dataLengthBytes  of all events.
     * @param entriesLengthBytes of the dictionary entries that the batch may be the first to need.
     */
    public static int loneBatchLength(
        final int eventCount, final int dataLengthBytes, final int metadataLengthBytes, final int entriesLengthBytes)
    {
        return HEADER_LENGTH + IDENTITY_LENGTH + PRODUCER_LENGTH + entriesLengthBytes +
            BATCH_LENGTH + 3 * BatchFlags.WIDE_FIELD_LENGTH + eventCount * EVENT_LENGTH +
            metadataLengthBytes + dataLengthBytes;
    }

    private static void requireMultiple(final String name, final int length)
    {
        if (length % ALIGNMENT != 0 || Limits.MAX_GENERATION_LENGTH % ALIGNMENT != 0)
        {
            throw new IllegalStateException(name + "=" + length + " is not a multiple of ALIGNMENT=" + ALIGNMENT);
        }
    }
}
