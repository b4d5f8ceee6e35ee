package io.varve.journal.stream;

import io.varve.codec.checksum.Crc;
import io.varve.journal.directory.BootId;
import org.agrona.UnsafeApi;

/**
 * The first page of the table of heads: whose table it is, who wrote it last, and how much of it and of the links is there.
 *
 * <pre>
 *    0  u32  magic, the bytes "VHDS"
 *    4  u32  CRC-32C of bytes 8 to 64
 *    8  u32  layout version, 1
 *   16  i64  journal id, high
 *   24  i64  journal id, low
 *   32  i64  table: a random number that all files of this table carry
 *   64  u32  CRC-32C of bytes 68 to 128
 *   68  u32  1 after a clean close, else 0
 *   72  i64  boot id of the writer, high
 *   80  i64  boot id of the writer, low
 *   88  i64  epoch that it wrote in
 *   96  i64  last generation, after a clean close
 *  104  i64  its chain
 *  112  i64  links, after a clean close
 *  128  i64  links
 *  136  i64  pages, behind this one
 *  144  2 × { i64 links, i64 streams with events }: the one with the lower bit of links counts
 * </pre>
 *
 * <p>Everything from 128 on is changed while a writer runs, the number of links last: a link counts when its streams do, and
 * ahead of the head that will name it.
 */
final class HeadsControl
{
    static final int LENGTH = HeadPage.LENGTH;

    private static final int MAGIC = 'V' | 'H' << 8 | 'D' << 16 | 'S' << 24;
    private static final int LAYOUT_VERSION = 1;

    private static final int MAGIC_OFFSET = 0;
    private static final int CRC_OFFSET = 4;
    private static final int VERSION_OFFSET = 8;
    private static final int JOURNAL_ID_HIGH_OFFSET = 16;
    private static final int JOURNAL_ID_LOW_OFFSET = 24;
    private static final int TABLE_OFFSET = 32;
    private static final int RUN_OFFSET = 64;
    private static final int CLEAN_OFFSET = 68;
    private static final int BOOT_ID_HIGH_OFFSET = 72;
    private static final int BOOT_ID_LOW_OFFSET = 80;
    private static final int EPOCH_OFFSET = 88;
    private static final int GENERATION_OFFSET = 96;
    private static final int CHAIN_OFFSET = 104;
    private static final int CLEAN_LINKS_OFFSET = 112;
    private static final int LINKS_OFFSET = 128;
    private static final int PAGES_OFFSET = 136;
    private static final int COUNTS_OFFSET = 144;

    private final long address;
    private volatile boolean isDistrusted;

    /** Keeps what the address points to. */
    private final GrowingMemory memory;

    HeadsControl(final GrowingMemory memory)
    {
        this.memory = memory;
        address = memory.address(0);
    }

    /** Begins a table of nothing. */
    void format(final long journalIdHigh, final long journalIdLow, final long table)
    {
        UnsafeApi.setMemory(address, LENGTH, (byte)0);
        putLong(JOURNAL_ID_HIGH_OFFSET, journalIdHigh);
        putLong(JOURNAL_ID_LOW_OFFSET, journalIdLow);
        putLong(TABLE_OFFSET, table);
        UnsafeApi.putInt(address + VERSION_OFFSET, LAYOUT_VERSION);
        UnsafeApi.putInt(address + CRC_OFFSET, crc(VERSION_OFFSET, RUN_OFFSET));
        UnsafeApi.putIntRelease(null, address + MAGIC_OFFSET, MAGIC);
    }

    /** Whether it is a table of a journal, and its layout is known. */
    boolean isOf(final long journalIdHigh, final long journalIdLow)
    {
        return UnsafeApi.getInt(address + MAGIC_OFFSET) == MAGIC &&
            UnsafeApi.getInt(address + VERSION_OFFSET) == LAYOUT_VERSION &&
            UnsafeApi.getInt(address + CRC_OFFSET) == crc(VERSION_OFFSET, RUN_OFFSET) &&
            getLong(JOURNAL_ID_HIGH_OFFSET) == journalIdHigh && getLong(JOURNAL_ID_LOW_OFFSET) == journalIdLow;
    }

    /** Says who writes from now on. */
    void open(final BootId bootId, final long epoch)
    {
        run(false, bootId, epoch, -1, 0);
    }

    /** Says that everything up to a generation is in the table, which is on stable storage but for this. */
    void clean(final BootId bootId, final long epoch, final long generation, final long chain)
    {
        run(true, bootId, epoch, generation, chain);
    }

    private void run(
        final boolean isClean, final BootId bootId, final long epoch, final long generation, final long chain)
    {
        UnsafeApi.putIntRelease(null, address + CLEAN_OFFSET, isClean ? 1 : 0);
        putLong(BOOT_ID_HIGH_OFFSET, bootId.high());
        putLong(BOOT_ID_LOW_OFFSET, bootId.low());
        putLong(EPOCH_OFFSET, epoch);
        putLong(GENERATION_OFFSET, generation);
        putLong(CHAIN_OFFSET, chain);
        putLong(CLEAN_LINKS_OFFSET, links());
        UnsafeApi.putIntRelease(null, address + RUN_OFFSET, crc(CLEAN_OFFSET, LINKS_OFFSET));
    }

    /** Says that something in the table is damaged: the next start makes it anew. By any thread. */
    void distrust()
    {
        isDistrusted = true;
        UnsafeApi.putIntRelease(null, address + RUN_OFFSET, ~crc(CLEAN_OFFSET, LINKS_OFFSET));
    }

    /** Whether this process has found it damaged. */
    boolean isDistrusted()
    {
        return isDistrusted;
    }

    /** Whether what is said of the last writer is what it said, and nobody has found damage since. */
    boolean isRunKnown()
    {
        return UnsafeApi.getInt(address + RUN_OFFSET) == crc(CLEAN_OFFSET, LINKS_OFFSET);
    }

    /** Whether it was closed cleanly behind a generation and not opened since. */
    boolean isCleanAt(final long generation, final long chain)
    {
        return isRunKnown() && UnsafeApi.getInt(address + CLEAN_OFFSET) == 1 &&
            getLong(GENERATION_OFFSET) == generation && getLong(CHAIN_OFFSET) == chain && getLong(CLEAN_LINKS_OFFSET) == links();
    }

    /** Whether a writer of a boot wrote it last, so that the page cache holds what it left. */
    boolean isOfBoot(final BootId bootId)
    {
        return isRunKnown() && getLong(BOOT_ID_HIGH_OFFSET) == bootId.high() && getLong(BOOT_ID_LOW_OFFSET) == bootId.low();
    }

    /** Epoch of the last writer. */
    long epoch()
    {
        return getLong(EPOCH_OFFSET);
    }

    private int crc(final int from, final int to)
    {
        return Crc.crc32c(0, address + from, to - from);
    }

    long table()
    {
        return getLong(TABLE_OFFSET);
    }

    /** Links that count. */
    long links()
    {
        return UnsafeApi.getLongVolatile(null, address + LINKS_OFFSET);
    }

    /** Pages of the table; written whole before they count. */
    long pages()
    {
        return UnsafeApi.getLongVolatile(null, address + PAGES_OFFSET);
    }

    void pages(final long count)
    {
        UnsafeApi.putLongRelease(null, address + PAGES_OFFSET, count);
    }

    /** Streams that have events; -1 when what says so does not fit. */
    long streams()
    {
        while (true)
        {
            final long links = links();
            final long slot = slot(links);
            final long counted = UnsafeApi.getLongVolatile(null, slot);
            final long streams = UnsafeApi.getLongVolatile(null, slot + Long.BYTES);
            if (links == links())
            {
                return counted == links ? streams : -1;
            }
        }
    }

    /** Sets links and streams at once, whenever the writer dies. */
    void counts(final long links, final long streams)
    {
        final long slot = slot(links);
        UnsafeApi.putLong(slot, links);
        UnsafeApi.putLong(slot + Long.BYTES, streams);
        UnsafeApi.putLongRelease(null, address + LINKS_OFFSET, links);
    }

    private long slot(final long links)
    {
        return address + COUNTS_OFFSET + (links & 1) * 2 * Long.BYTES;
    }

    private long getLong(final int offset)
    {
        return UnsafeApi.getLong(address + offset);
    }

    private void putLong(final int offset, final long value)
    {
        UnsafeApi.putLong(address + offset, value);
    }

    /** Of which it is the first page. */
    GrowingMemory memory()
    {
        return memory;
    }
}
