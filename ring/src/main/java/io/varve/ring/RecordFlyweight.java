package io.varve.ring;

import io.varve.codec.Limits;
import io.varve.codec.checksum.Crc;
import org.agrona.BitUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A record of the ring: a batch on its way, in native byte order, never written to disk.
 *
 * <pre>
 *   0               4               8
 *  +---------------+---------------+
 *  | state         | slots         |   0
 *  +---------------+---------------+
 *  | id                            |   8
 *  +-------------------------------+
 *  | timestamp, ns since the epoch |  16
 *  +-------------------------------+
 *  | expected, then first version  |  24
 *  +-------------------------------+
 *  | ticket of the publisher       |  32
 *  +---------------+---------------+
 *  | aggregate     | publisher     |  40
 *  +-------+---+---+---------------+
 *  | meta  | n | f | data bytes    |  48    metadata bytes 2, events less one 1, flags 1
 *  +-------+---+---+---------------+
 *  | metadata                      |  56
 *  +-------------------------------+
 *  | events: crc 4, length 2,      |
 *  | type 2, data                  |
 *  +-------------------------------+
 * </pre>
 *
 * <p>A batch of one event of 64 bytes fills two cache lines exactly. An event's length and type stand next to its data so that
 * its checksum is one pass. The state is plain: what makes a record visible is the sequencer's publication of its slots.
 *
 * <p>Fields are accessed by address: an offset comes from a claim that the sequencer granted, and whether it lies in the
 * arena is asserted once, when the record is wrapped.
 */
public final class RecordFlyweight
{
    /** Bytes ahead of metadata and events. */
    public static final int HEADER_LENGTH = 56;

    /** Bytes ahead of each event's data. */
    public static final int EVENT_HEADER_LENGTH = 8;

    /** Flag: the instance is addressed by a key; its id is the key's number. */
    public static final int KEYED = 1;

    /** Flag: a name of the record may have no entry in the log yet. */
    public static final int NEW_NAMES = 1 << 1;

    /** Flag: a named producer's, with a sequence in the last bytes of the record's slots. */
    static final int PRODUCED = 1 << 3;

    /** Flag: the transaction goes on with the next batch. */
    static final int MORE = 1 << 4;

    /** Bytes behind everything else for a producer's sequence. */
    static final int SEQUENCE_LENGTH = BitUtil.SIZE_OF_LONG;

    /** Flag: the timestamp is set when the record is admitted. */
    static final int STAMP = 1 << 2;

    static final int BATCH = 1;
    static final int PADDING = 2;

    /** Holds parts, which are batches and conditions; see {@link TransactionRecord}. */
    static final int TRANSACTION = 3;

    /** A part of a transaction that only expects a version. */
    static final int CONDITION = 4;

    private static final int STATE_OFFSET = 0;
    private static final int SLOTS_OFFSET = STATE_OFFSET + BitUtil.SIZE_OF_INT;
    private static final int ID_OFFSET = SLOTS_OFFSET + BitUtil.SIZE_OF_INT;
    private static final int TIMESTAMP_OFFSET = ID_OFFSET + BitUtil.SIZE_OF_LONG;
    private static final int VERSION_OFFSET = TIMESTAMP_OFFSET + BitUtil.SIZE_OF_LONG;
    private static final int TICKET_OFFSET = VERSION_OFFSET + BitUtil.SIZE_OF_LONG;
    private static final int AGGREGATE_OFFSET = TICKET_OFFSET + BitUtil.SIZE_OF_LONG;
    private static final int PUBLISHER_OFFSET = AGGREGATE_OFFSET + BitUtil.SIZE_OF_INT;
    private static final int SHAPE_OFFSET = PUBLISHER_OFFSET + BitUtil.SIZE_OF_INT;
    private static final int DATA_LENGTH_OFFSET = SHAPE_OFFSET + BitUtil.SIZE_OF_INT;

    private static final int METADATA_MASK = 0xFFFF;
    private static final int COUNT_SHIFT = 16;
    private static final int COUNT_MASK = 0xFF;
    private static final int FLAGS_SHIFT = 24;

    static
    {
        if (DATA_LENGTH_OFFSET + BitUtil.SIZE_OF_INT != HEADER_LENGTH || Limits.MAX_METADATA_LENGTH > METADATA_MASK ||
            Limits.MAX_BATCH_EVENTS > COUNT_MASK + 1)
        {
            throw new IllegalStateException("record header fields end at " +
                (DATA_LENGTH_OFFSET + BitUtil.SIZE_OF_INT) + ", HEADER_LENGTH=" + HEADER_LENGTH);
        }
    }

    private final UnsafeBuffer arena;
    private final long base;
    private int offset;
    private long address;

    RecordFlyweight(final UnsafeBuffer arena)
    {
        this.arena = arena;
        base = arena.addressOffset();
    }

    RecordFlyweight wrap(final int recordOffset)
    {
        assert recordOffset >= 0 && recordOffset <= arena.capacity() - HEADER_LENGTH : "offset=" + recordOffset;
        offset = recordOffset;
        address = base + recordOffset;
        return this;
    }

    /** Bytes that a record needs. */
    static int length(final int eventCount, final int dataLength, final int metadataLength)
    {
        return HEADER_LENGTH + metadataLength + eventCount * EVENT_HEADER_LENGTH + dataLength;
    }

    void putHead(final int state, final int slots)
    {
        UnsafeApi.putInt(address + STATE_OFFSET, state);
        UnsafeApi.putInt(address + SLOTS_OFFSET, slots);
    }

    /** Sets the producer's sequence; behind {@link #putHead}, which says where the record ends. */
    void putSequence(final long sequence)
    {
        UnsafeApi.putLong(address + slots() * RecordRing.SLOT_LENGTH - SEQUENCE_LENGTH, sequence);
    }

    /** The producer's sequence, of a record with {@link #PRODUCED}. */
    long sequence()
    {
        return UnsafeApi.getLong(address + slots() * RecordRing.SLOT_LENGTH - SEQUENCE_LENGTH);
    }

    void putStream(final int aggregateOrdinal, final long id)
    {
        UnsafeApi.putLong(address + ID_OFFSET, id);
        UnsafeApi.putInt(address + AGGREGATE_OFFSET, aggregateOrdinal);
    }

    void putOrigin(final int publisher, final long ticket)
    {
        UnsafeApi.putInt(address + PUBLISHER_OFFSET, publisher);
        UnsafeApi.putLong(address + TICKET_OFFSET, ticket);
    }

    /** Sets how many parts a transaction has. */
    void putPartCount(final int parts)
    {
        UnsafeApi.putLong(address + ID_OFFSET, parts);
    }

    /** How many parts a transaction has. */
    int partCount()
    {
        return (int)UnsafeApi.getLong(address + ID_OFFSET);
    }

    /** Where it starts in the arena. */
    int offset()
    {
        return offset;
    }

    void putTimestamp(final long ns)
    {
        UnsafeApi.putLong(address + TIMESTAMP_OFFSET, ns);
    }

    void putVersion(final long version)
    {
        UnsafeApi.putLong(address + VERSION_OFFSET, version);
    }

    void putShape(final int flags, final int eventCount, final int dataLength, final int metadataLength)
    {
        UnsafeApi.putInt(
            address + SHAPE_OFFSET, flags << FLAGS_SHIFT | eventCount - 1 << COUNT_SHIFT | metadataLength);
        UnsafeApi.putInt(address + DATA_LENGTH_OFFSET, dataLength);
    }

    /** Sets the header of the event behind the batch's own header, of which the data lies elsewhere. */
    void putLoneEvent(final int type, final int length)
    {
        UnsafeApi.putInt(address + HEADER_LENGTH + BitUtil.SIZE_OF_INT, type << 16 | length);
    }

    /** Seals an event whose data lies in place: length and type ahead of it, and the checksum over all three. */
    static void sealEvent(final UnsafeBuffer arena, final int eventOffset, final int type, final int length)
    {
        assert eventOffset >= 0 && eventOffset + EVENT_HEADER_LENGTH + length <= arena.capacity() : "offset=" + eventOffset;
        final long event = arena.addressOffset() + eventOffset;
        UnsafeApi.putInt(event + BitUtil.SIZE_OF_INT, type << 16 | length);
        UnsafeApi.putInt(event, Crc.crc32c(arena, eventOffset + BitUtil.SIZE_OF_INT, BitUtil.SIZE_OF_INT + length));
    }

    int state()
    {
        return UnsafeApi.getInt(address + STATE_OFFSET);
    }

    int slots()
    {
        return UnsafeApi.getInt(address + SLOTS_OFFSET);
    }

    /** Ordinal of the aggregate in this process's dictionary. */
    public int aggregateOrdinal()
    {
        return UnsafeApi.getInt(address + AGGREGATE_OFFSET);
    }

    /** Whether the id is a key's number. */
    public boolean isKeyed()
    {
        return (flags() & KEYED) != 0;
    }

    /** Number of the instance, or of its key. */
    public long id()
    {
        return UnsafeApi.getLong(address + ID_OFFSET);
    }

    /** Events of the batch; without meaning for a condition. */
    public int eventCount()
    {
        return (shape() >>> COUNT_SHIFT & COUNT_MASK) + 1;
    }

    /** Whether it is no batch but a condition of a transaction. */
    public boolean isCondition()
    {
        return state() == CONDITION;
    }

    /** What the writer expects of the stream, ahead of admission: a version or a negative code. */
    public long expectedVersion()
    {
        return version();
    }

    long version()
    {
        return UnsafeApi.getLong(address + VERSION_OFFSET);
    }

    long timestamp()
    {
        return UnsafeApi.getLong(address + TIMESTAMP_OFFSET);
    }

    long ticket()
    {
        return UnsafeApi.getLong(address + TICKET_OFFSET);
    }

    int publisher()
    {
        return UnsafeApi.getInt(address + PUBLISHER_OFFSET);
    }

    private int shape()
    {
        return UnsafeApi.getInt(address + SHAPE_OFFSET);
    }

    int flags()
    {
        return shape() >>> FLAGS_SHIFT;
    }

    int dataLength()
    {
        return UnsafeApi.getInt(address + DATA_LENGTH_OFFSET);
    }

    int metadataLength()
    {
        return shape() & METADATA_MASK;
    }

    int metadataOffset()
    {
        return offset + HEADER_LENGTH;
    }

    int firstEventOffset()
    {
        return offset + HEADER_LENGTH + metadataLength();
    }

    /** Address of the metadata. */
    long metadataAddress()
    {
        return address + HEADER_LENGTH;
    }

    /** Address of the header of the first event. */
    long firstEventAddress()
    {
        return address + HEADER_LENGTH + metadataLength();
    }
}
