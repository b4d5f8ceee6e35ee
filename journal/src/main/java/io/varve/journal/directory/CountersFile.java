package io.varve.journal.directory;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.ring.LogPositions;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file {@code counters}: how far the log has come, mapped by the writer and by readers in other processes.
 *
 * <pre>
 *    0  magic, then layout version, 4 bytes each
 *    8  incarnation: odd while a writer recovers, even when positions are true; grows with every open
 *   16  journal id, 16 bytes
 *   32  boot id, 16 bytes: positions are true only in this boot
 *   48  epoch
 *  128  journaled position, then synced, then replicated, {@value #POSITIONS_OFFSET} on, a cache line each
 * </pre>
 *
 * <p>Native byte order (all machines that run this are little-endian). The file is allocated before it is mapped and
 * never shortened or replaced, so that a mapping of it stays good. What it says is never trusted over what a generation's
 * own checksum, number and chain say.
 */
public final class CountersFile
{
    private static final int MAGIC = 'V' | 'C' << 8 | 'N' << 16 | 'T' << 24;
    private static final int LAYOUT_VERSION = 1;
    private static final int FILE_LENGTH = 4_096;

    private static final int MAGIC_OFFSET = 0;
    private static final int VERSION_OFFSET = MAGIC_OFFSET + BitUtil.SIZE_OF_INT;
    private static final int INCARNATION_OFFSET = VERSION_OFFSET + BitUtil.SIZE_OF_INT;
    private static final int JOURNAL_ID_OFFSET = INCARNATION_OFFSET + BitUtil.SIZE_OF_LONG;
    private static final int BOOT_ID_OFFSET = JOURNAL_ID_OFFSET + 2 * BitUtil.SIZE_OF_LONG;
    private static final int EPOCH_OFFSET = BOOT_ID_OFFSET + 2 * BitUtil.SIZE_OF_LONG;
    private static final int POSITIONS_OFFSET = 2 * BitUtil.CACHE_LINE_LENGTH;

    private final UnsafeBuffer buffer;
    private final LogPositions positions;

    private CountersFile(final MappedByteBuffer mapped)
    {
        buffer = new UnsafeBuffer(mapped); // keeps the mapping alive
        positions = new LogPositions(buffer, POSITIONS_OFFSET);
    }

    /** Maps the file for writing, made when it is missing. */
    public static CountersFile openForWriting(final DirectoryLayout directory)
    {
        final Path file = directory.counters();
        try (FileChannel channel = DurableFiles.open(file))
        {
            if (channel.size() < FILE_LENGTH)
            {
                DurableFiles.writeFully(channel, ByteBuffer.allocate(FILE_LENGTH), 0);
                DurableFiles.sync(channel);
            }
            final CountersFile counters =
                new CountersFile(channel.map(FileChannel.MapMode.READ_WRITE, 0, FILE_LENGTH));
            return counters;
        }
        catch (final IOException e)
        {
            throw DurableFiles.failure("map the counters", file, e);
        }
    }

    /** Maps the file for reading; null when it is missing or was never finished. */
    public static CountersFile openForReading(final DirectoryLayout directory)
    {
        final Path file = directory.counters();
        if (!Files.exists(file))
        {
            return null;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            if (channel.size() < FILE_LENGTH)
            {
                return null;
            }
            final CountersFile counters = new CountersFile(channel.map(FileChannel.MapMode.READ_ONLY, 0, FILE_LENGTH));
            if (counters.buffer.getInt(MAGIC_OFFSET) != MAGIC)
            {
                return null;
            }
            if (counters.buffer.getInt(VERSION_OFFSET) > LAYOUT_VERSION)
            {
                throw new EventLogException(ErrorCode.NEWER_FORMAT, "counters have a newer layout: layout=" +
                    counters.buffer.getInt(VERSION_OFFSET) + ", highest=" + LAYOUT_VERSION + ", file=" + file);
            }
            return counters;
        }
        catch (final IOException e)
        {
            throw DurableFiles.failure("map the counters", file, e);
        }
    }

    /** Tells readers that files may be replaced until {@link #ready}. */
    public void recovering()
    {
        buffer.putLongVolatile(INCARNATION_OFFSET, incarnation() | 1);
    }

    /** Says that files were replaced, and everything else is as it was. */
    public void replaced()
    {
        buffer.putLongVolatile(INCARNATION_OFFSET, (incarnation() | 1) + 1);
    }

    /** Says that recovery is over and the positions are true from now on. */
    public void ready(final FormatFile format, final BootId bootId, final long epoch)
    {
        buffer.putInt(MAGIC_OFFSET, MAGIC);
        buffer.putInt(VERSION_OFFSET, LAYOUT_VERSION);
        buffer.putLong(JOURNAL_ID_OFFSET, format.journalIdHigh());
        buffer.putLong(JOURNAL_ID_OFFSET + BitUtil.SIZE_OF_LONG, format.journalIdLow());
        buffer.putLong(BOOT_ID_OFFSET, bootId.high());
        buffer.putLong(BOOT_ID_OFFSET + BitUtil.SIZE_OF_LONG, bootId.low());
        buffer.putLong(EPOCH_OFFSET, epoch);
        buffer.putLongVolatile(INCARNATION_OFFSET, (incarnation() | 1) + 1);
    }

    /** Changes with every open of a writer; odd while one recovers. */
    public long incarnation()
    {
        return buffer.getLongVolatile(INCARNATION_OFFSET);
    }

    /** Whether the positions were written in this boot of the machine for this journal. */
    public boolean isTrue(final FormatFile format, final BootId bootId)
    {
        return buffer.getInt(MAGIC_OFFSET) == MAGIC &&
            buffer.getLong(JOURNAL_ID_OFFSET) == format.journalIdHigh() &&
            buffer.getLong(JOURNAL_ID_OFFSET + BitUtil.SIZE_OF_LONG) == format.journalIdLow() &&
            buffer.getLong(BOOT_ID_OFFSET) == bootId.high() &&
            buffer.getLong(BOOT_ID_OFFSET + BitUtil.SIZE_OF_LONG) == bootId.low();
    }

    public long epoch()
    {
        return buffer.getLong(EPOCH_OFFSET);
    }

    public LogPositions positions()
    {
        return positions;
    }
}
