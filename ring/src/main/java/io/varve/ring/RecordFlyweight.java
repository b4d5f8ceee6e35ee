package io.varve.ring;

import io.varve.codec.checksum.Crc;
import org.agrona.BitUtil;
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
 *  +---------------+---------------+
 *  | flags         | event count   |  48
 *  +---------------+---------------+
 *  | data bytes    | metadata bytes|  56
 *  +---------------+---------------+
 *  | metadata                      |  64
 *  +-------------------------------+
 *  | events: crc 4, length 2,      |
 *  | type 2, data                  |
 *  +-------------------------------+
 * </pre>
 *
 * <p>An event's length and type stand next to its data so that its checksum is one pass. The state is plain: what makes a
 * record visible is the sequencer's publication of its slots.
 */
public final class RecordFlyweight
{
    /** Bytes ahead of metadata and events. */
    public static final int HEADER_LENGTH = 64;

    /** Bytes ahead of each event's data. */
    public static final int EVENT_HEADER_LENGTH = 8;

    /** Flag: the instance is addressed by a key; its id is the key's number. */
    public static final int KEYED = 1;

    /** Flag: a name of the record may have no entry in the log yet. */
    public static final int NEW_NAMES = 1 << 1;

    static final int PENDING = 0;
    static final int BATCH = 1;
    static final int PADDING = 2;
    static final int REFUSED = 3;

    private static final int STATE_OFFSET = 0;
    private static final int SLOTS_OFFSET = STATE_OFFSET + BitUtil.SIZE_OF_INT;
    private static final int ID_OFFSET = SLOTS_OFFSET + BitUtil.SIZE_OF_INT;
    private static final int TIMESTAMP_OFFSET = ID_OFFSET + BitUtil.SIZE_OF_LONG;
    private static final int VERSION_OFFSET = TIMESTAMP_OFFSET + BitUtil.SIZE_OF_LONG;
    private static final int TICKET_OFFSET = VERSION_OFFSET + BitUtil.SIZE_OF_LONG;
    private static final int AGGREGATE_OFFSET = TICKET_OFFSET + BitUtil.SIZE_OF_LONG;
    private static final int PUBLISHER_OFFSET = AGGREGATE_OFFSET + BitUtil.SIZE_OF_INT;
    private static final int FLAGS_OFFSET = PUBLISHER_OFFSET + BitUtil.SIZE_OF_INT;
    private static final int EVENT_COUNT_OFFSET = FLAGS_OFFSET + BitUtil.SIZE_OF_INT;
    private static final int DATA_LENGTH_OFFSET = EVENT_COUNT_OFFSET + BitUtil.SIZE_OF_INT;
    private static final int METADATA_LENGTH_OFFSET = DATA_LENGTH_OFFSET + BitUtil.SIZE_OF_INT;

    static
    {
        if (METADATA_LENGTH_OFFSET + BitUtil.SIZE_OF_INT != HEADER_LENGTH)
        {
            throw new IllegalStateException("record header fields end at " +
                (METADATA_LENGTH_OFFSET + BitUtil.SIZE_OF_INT) + ", HEADER_LENGTH=" + HEADER_LENGTH);
        }
    }

    private final UnsafeBuffer arena;
    private int offset;

    RecordFlyweight(final UnsafeBuffer arena)
    {
        this.arena = arena;
    }

    RecordFlyweight wrap(final int recordOffset)
    {
        offset = recordOffset;
        return this;
    }

    /** Bytes that a record needs. */
    static int length(final int eventCount, final int dataLength, final int metadataLength)
    {
        return HEADER_LENGTH + metadataLength + eventCount * EVENT_HEADER_LENGTH + dataLength;
    }

    void putHead(final int state, final int slots)
    {
        arena.putInt(offset + STATE_OFFSET, state);
        arena.putInt(offset + SLOTS_OFFSET, slots);
    }

    void putState(final int state)
    {
        arena.putInt(offset + STATE_OFFSET, state);
    }

    void putStream(final int aggregateOrdinal, final long id, final int flags)
    {
        arena.putLong(offset + ID_OFFSET, id);
        arena.putInt(offset + AGGREGATE_OFFSET, aggregateOrdinal);
        arena.putInt(offset + FLAGS_OFFSET, flags);
    }

    void putOrigin(final int publisher, final long ticket)
    {
        arena.putInt(offset + PUBLISHER_OFFSET, publisher);
        arena.putLong(offset + TICKET_OFFSET, ticket);
    }

    void putTimestamp(final long ns)
    {
        arena.putLong(offset + TIMESTAMP_OFFSET, ns);
    }

    void putVersion(final long version)
    {
        arena.putLong(offset + VERSION_OFFSET, version);
    }

    void putSizes(final int eventCount, final int dataLength, final int metadataLength)
    {
        arena.putInt(offset + EVENT_COUNT_OFFSET, eventCount);
        arena.putInt(offset + DATA_LENGTH_OFFSET, dataLength);
        arena.putInt(offset + METADATA_LENGTH_OFFSET, metadataLength);
    }

    /** Seals an event whose data lies in place: length and type ahead of it, and the checksum over all three. */
    static void sealEvent(final UnsafeBuffer arena, final int eventOffset, final int type, final int length)
    {
        arena.putInt(eventOffset + BitUtil.SIZE_OF_INT, type << 16 | length);
        arena.putInt(eventOffset, Crc.crc32c(arena, eventOffset + BitUtil.SIZE_OF_INT, BitUtil.SIZE_OF_INT + length));
    }

    int state()
    {
        return arena.getInt(offset + STATE_OFFSET);
    }

    int slots()
    {
        return arena.getInt(offset + SLOTS_OFFSET);
    }

    /** Ordinal of the aggregate in this process's dictionary. */
    public int aggregateOrdinal()
    {
        return arena.getInt(offset + AGGREGATE_OFFSET);
    }

    /** Whether the id is a key's number. */
    public boolean isKeyed()
    {
        return (flags() & KEYED) != 0;
    }

    /** Number of the instance, or of its key. */
    public long id()
    {
        return arena.getLong(offset + ID_OFFSET);
    }

    public int eventCount()
    {
        return arena.getInt(offset + EVENT_COUNT_OFFSET);
    }

    /** What the writer expects of the stream, ahead of admission: a version or a negative code. */
    public long expectedVersion()
    {
        return version();
    }

    long version()
    {
        return arena.getLong(offset + VERSION_OFFSET);
    }

    long timestamp()
    {
        return arena.getLong(offset + TIMESTAMP_OFFSET);
    }

    long ticket()
    {
        return arena.getLong(offset + TICKET_OFFSET);
    }

    int publisher()
    {
        return arena.getInt(offset + PUBLISHER_OFFSET);
    }

    int flags()
    {
        return arena.getInt(offset + FLAGS_OFFSET);
    }

    int dataLength()
    {
        return arena.getInt(offset + DATA_LENGTH_OFFSET);
    }

    int metadataLength()
    {
        return arena.getInt(offset + METADATA_LENGTH_OFFSET);
    }

    int metadataOffset()
    {
        return offset + HEADER_LENGTH;
    }

    int firstEventOffset()
    {
        return offset + HEADER_LENGTH + metadataLength();
    }
}
