package io.varve.codec.key;

import io.varve.codec.checksum.Crc;
import org.agrona.UnsafeApi;

/**
 * First chunk of a key table: whose it is, how far it has come, and what its writer was doing.
 *
 * <pre>
 *      0  magic, layout version, 4 bytes each
 *      8  journal id, 16 bytes; 24 boot id, 16 bytes; 40 table id
 *     48  epoch, 4 bytes; 52 state, 4 bytes; 56 chain
 *     64  CRC-32C of bytes 0 to 64
 *    128  keys; 136 place behind the last text; 144 highest number; 152 pages
 *    160  place of the text that is being added, or 0; 168 page that is being split, less -1, or 0; 176 keys before the text
 *    184  1 while keys of the log are missing for want of room
 *   4096  copy of the page that is being split
 *   8192  marks: number of keys and place behind them, 16 bytes each, one every {@value #MARK_INTERVAL} keys, round and round
 * 131072  what each chunk is used for, 1 byte each
 * </pre>
 */
public final class KeyHeader
{
    /** Keys from one mark to the next. */
    public static final int MARK_INTERVAL = 1_024;

    /** The table is being made, or must not be used any more. */
    public static final int STATE_NONE = 0;

    /** A process has it open, or had when it died. */
    public static final int STATE_OPEN = 1;

    /** It is on stable storage, and holds the keys of the log up to the chain in the header. */
    public static final int STATE_CLEAN = 2;

    static final int PAGE_COPY_OFFSET = 4_096;

    private static final int MAGIC = 'V' | 'K' << 8 | 'E' << 16 | 'Y' << 24;
    private static final int LAYOUT_VERSION = 1;

    private static final int LAYOUT_OFFSET = 4;
    private static final int JOURNAL_ID_OFFSET = 8;
    private static final int BOOT_ID_OFFSET = 24;
    private static final int TABLE_ID_OFFSET = 40;
    private static final int EPOCH_OFFSET = 48;
    private static final int STATE_OFFSET = 52;
    private static final int CHAIN_OFFSET = 56;
    private static final int CRC_OFFSET = 64;
    private static final int COUNT_OFFSET = 128;
    private static final int TEXT_END_OFFSET = 136;
    private static final int HIGHEST_OFFSET = 144;
    private static final int PAGE_COUNT_OFFSET = 152;
    private static final int ADDING_OFFSET = 160;
    private static final int SPLITTING_OFFSET = 168;
    private static final int COUNT_BEFORE_OFFSET = 176;
    private static final int INCOMPLETE_OFFSET = 184;
    private static final int MARKS_OFFSET = 8_192;
    private static final int MARK_LENGTH = 16;
    private static final int MARKS = 7_680;
    private static final int USES_OFFSET = 131_072;

    private final long address;

    /** Of a table in a memory, which need not be a good one. */
    public KeyHeader(final KeyMemory memory)
    {
        address = memory.address(0);
    }

    /** Says whose the table is and what state it is in. */
    public void describe(
        final long journalIdHigh,
        final long journalIdLow,
        final long bootIdHigh,
        final long bootIdLow,
        final long epoch,
        final int state,
        final long chain)
    {
        UnsafeApi.putInt(address, MAGIC);
        UnsafeApi.putInt(address + LAYOUT_OFFSET, LAYOUT_VERSION);
        UnsafeApi.putLong(address + JOURNAL_ID_OFFSET, journalIdHigh);
        UnsafeApi.putLong(address + JOURNAL_ID_OFFSET + Long.BYTES, journalIdLow);
        UnsafeApi.putLong(address + BOOT_ID_OFFSET, bootIdHigh);
        UnsafeApi.putLong(address + BOOT_ID_OFFSET + Long.BYTES, bootIdLow);
        UnsafeApi.putInt(address + EPOCH_OFFSET, (int)epoch);
        UnsafeApi.putInt(address + STATE_OFFSET, state);
        UnsafeApi.putLong(address + CHAIN_OFFSET, chain);
        UnsafeApi.putIntRelease(null, address + CRC_OFFSET, crc());
    }

    private int crc()
    {
        return Crc.crc32c(0, address, CRC_OFFSET);
    }

    /** Whether it is the header of a table as this program writes them, undamaged. */
    public boolean isValid()
    {
        return UnsafeApi.getInt(address) == MAGIC && UnsafeApi.getInt(address + LAYOUT_OFFSET) == LAYOUT_VERSION &&
            UnsafeApi.getInt(address + CRC_OFFSET) == crc();
    }

    public boolean isOf(final long journalIdHigh, final long journalIdLow)
    {
        return UnsafeApi.getLong(address + JOURNAL_ID_OFFSET) == journalIdHigh &&
            UnsafeApi.getLong(address + JOURNAL_ID_OFFSET + Long.BYTES) == journalIdLow;
    }

    public boolean isOfBoot(final long bootIdHigh, final long bootIdLow)
    {
        return UnsafeApi.getLong(address + BOOT_ID_OFFSET) == bootIdHigh &&
            UnsafeApi.getLong(address + BOOT_ID_OFFSET + Long.BYTES) == bootIdLow;
    }

    /** Random number of the table, with which its hashes begin. */
    public long tableId()
    {
        return UnsafeApi.getLong(address + TABLE_ID_OFFSET);
    }

    void tableId(final long id)
    {
        UnsafeApi.putLong(address + TABLE_ID_OFFSET, id);
    }

    public long epoch()
    {
        return UnsafeApi.getInt(address + EPOCH_OFFSET) & 0xFFFF_FFFFL;
    }

    public int state()
    {
        return UnsafeApi.getInt(address + STATE_OFFSET);
    }

    public long chain()
    {
        return UnsafeApi.getLong(address + CHAIN_OFFSET);
    }

    long count()
    {
        return UnsafeApi.getLongVolatile(null, address + COUNT_OFFSET);
    }

    void count(final long keys)
    {
        UnsafeApi.putLongRelease(null, address + COUNT_OFFSET, keys);
    }

    long textEnd()
    {
        return UnsafeApi.getLongVolatile(null, address + TEXT_END_OFFSET);
    }

    void textEnd(final long place)
    {
        UnsafeApi.putLongRelease(null, address + TEXT_END_OFFSET, place);
    }

    long highest()
    {
        return UnsafeApi.getLongVolatile(null, address + HIGHEST_OFFSET);
    }

    void highest(final long number)
    {
        UnsafeApi.putLongRelease(null, address + HIGHEST_OFFSET, number);
    }

    int pageCount()
    {
        return (int)UnsafeApi.getLongVolatile(null, address + PAGE_COUNT_OFFSET);
    }

    void pageCount(final int pages)
    {
        UnsafeApi.putLongRelease(null, address + PAGE_COUNT_OFFSET, pages);
    }

    long adding()
    {
        return UnsafeApi.getLongVolatile(null, address + ADDING_OFFSET);
    }

    /** Keys that there were before the text that is being added. */
    long countBefore()
    {
        return UnsafeApi.getLong(address + COUNT_BEFORE_OFFSET);
    }

    void isAdded()
    {
        UnsafeApi.putLongRelease(null, address + ADDING_OFFSET, 0);
    }

    void adding(final long place, final long countBefore)
    {
        UnsafeApi.putLong(address + COUNT_BEFORE_OFFSET, countBefore);
        UnsafeApi.putLongVolatile(null, address + ADDING_OFFSET, place);
    }

    /** Page that is being split, or -1. */
    int splitting()
    {
        return (int)UnsafeApi.getLongVolatile(null, address + SPLITTING_OFFSET) - 1;
    }

    void splitting(final int page)
    {
        UnsafeApi.putLongVolatile(null, address + SPLITTING_OFFSET, page + 1L);
    }

    long pageCopy()
    {
        return address + PAGE_COPY_OFFSET;
    }

    /** Whether the table holds all keys of the log. */
    public boolean isComplete()
    {
        return UnsafeApi.getLongVolatile(null, address + INCOMPLETE_OFFSET) == 0;
    }

    void isComplete(final boolean isComplete)
    {
        UnsafeApi.putLongVolatile(null, address + INCOMPLETE_OFFSET, isComplete ? 0 : 1);
    }

    /** Notes where the texts of so many keys end. */
    void mark(final long count, final long place)
    {
        final long mark = markAddress(count);
        UnsafeApi.putLong(mark, 0);
        UnsafeApi.putLongRelease(null, mark + Long.BYTES, place);
        UnsafeApi.putLongRelease(null, mark, count);
    }

    /** Place behind the texts of so many keys, or 0 when it is not known any more. */
    long marked(final long count)
    {
        final long mark = markAddress(count);
        return UnsafeApi.getLong(mark) == count ? UnsafeApi.getLong(mark + Long.BYTES) : 0;
    }

    private long markAddress(final long count)
    {
        return address + MARKS_OFFSET + count / MARK_INTERVAL % MARKS * MARK_LENGTH;
    }

    int use(final int chunk)
    {
        return UnsafeApi.getByteVolatile(null, address + USES_OFFSET + chunk);
    }

    void use(final int chunk, final int use)
    {
        UnsafeApi.putByteRelease(null, address + USES_OFFSET + chunk, (byte)use);
    }
}
