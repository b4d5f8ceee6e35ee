package io.varve.journal.directory;

import io.varve.codec.checksum.Crc;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;

/**
 * The file {@code bookkeeping}: what Chronicle's bookkeeping was when the store was closed.
 *
 * <pre>
 *    0  magic, the bytes V B K P
 *    4  CRC-32C of bytes 8 to 32
 *    8  position behind the last event
 *   16  chain of the last generation
 *   24  checksum of the bookkeeping, then 4 bytes reserved
 * </pre>
 *
 * <p>Not synced: a start that does not find it, or finds another, takes the bookkeeping for damaged and makes it anew.
 */
public final class BookkeepingFile
{
    private static final int MAGIC = 'V' | 'B' << 8 | 'K' << 16 | 'P' << 24;
    private static final int MAGIC_OFFSET = 0;
    private static final int CRC_OFFSET = MAGIC_OFFSET + BitUtil.SIZE_OF_INT;
    private static final int POSITION_OFFSET = CRC_OFFSET + BitUtil.SIZE_OF_INT;
    private static final int CHAIN_OFFSET = POSITION_OFFSET + BitUtil.SIZE_OF_LONG;
    private static final int CHECKSUM_OFFSET = CHAIN_OFFSET + BitUtil.SIZE_OF_LONG;
    private static final int LENGTH = CHECKSUM_OFFSET + BitUtil.SIZE_OF_LONG;

    private BookkeepingFile()
    {
    }

    /** Notes what it is, behind the last generation. */
    public static void write(
        final DirectoryLayout directory, final long nextPosition, final long chain, final int checksum) throws IOException
    {
        final ByteBuffer bytes = encode(nextPosition, chain, checksum);
        try (FileChannel channel = DurableFiles.open(directory.bookkeeping()))
        {
            DurableFiles.writeFully(channel, bytes, 0);
        }
    }

    /** Whether it is what was noted. */
    public static boolean isNoted(
        final DirectoryLayout directory, final long nextPosition, final long chain, final int checksum) throws IOException
    {
        return Files.exists(directory.bookkeeping()) &&
            ByteBuffer.wrap(Files.readAllBytes(directory.bookkeeping())).equals(encode(nextPosition, chain, checksum));
    }

    private static ByteBuffer encode(final long nextPosition, final long chain, final int checksum)
    {
        final ByteBuffer bytes = ByteBuffer.allocateDirect(LENGTH);
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        buffer.putInt(MAGIC_OFFSET, MAGIC, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(POSITION_OFFSET, nextPosition, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(CHAIN_OFFSET, chain, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(CHECKSUM_OFFSET, checksum, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(CRC_OFFSET, Crc.crc32c(buffer, POSITION_OFFSET, LENGTH - POSITION_OFFSET), ByteOrder.LITTLE_ENDIAN);
        return bytes;
    }
}
