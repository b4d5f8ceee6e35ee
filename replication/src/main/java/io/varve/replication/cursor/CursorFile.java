package io.varve.replication.cursor;

import io.varve.api.Token;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.journal.directory.DurableFiles;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The file of one named cursor: 64 bytes, little-endian; magic, version, CRC-32C of what stands behind it, then the token and when
 * it was stored. It is written anew beside the old one, synced, and renamed over it.
 */
final class CursorFile
{
    /** Bytes of the file. */
    static final int LENGTH = 64;

    /** {@code VARVECUR}. */
    static final long MAGIC = 0x5255_4345_5652_4156L;
    static final int VERSION = 1;
    private static final int VERSION_OFFSET = 8;
    private static final int CRC_OFFSET = 12;
    private static final int CHECKED_OFFSET = 16;
    private static final int ID_HIGH_OFFSET = 16;
    private static final int ID_LOW_OFFSET = 24;
    private static final int EPOCH_OFFSET = 32;
    private static final int POSITION_OFFSET = 40;
    private static final int CHAIN_OFFSET = 48;
    private static final int STORED_AT_OFFSET = 56;

    private CursorFile()
    {
    }

    /** @param storedAtNs since the epoch. */
    static byte[] encode(final Token token, final long storedAtNs)
    {
        final ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(0, MAGIC);
        bytes.putInt(VERSION_OFFSET, VERSION);
        bytes.putLong(ID_HIGH_OFFSET, token.journalIdHigh());
        bytes.putLong(ID_LOW_OFFSET, token.journalIdLow());
        bytes.putLong(EPOCH_OFFSET, token.epoch());
        bytes.putLong(POSITION_OFFSET, token.position());
        bytes.putLong(CHAIN_OFFSET, token.chain());
        bytes.putLong(STORED_AT_OFFSET, storedAtNs);
        bytes.putInt(CRC_OFFSET, crcOf(bytes));
        return bytes.array();
    }

    private static int crcOf(final ByteBuffer bytes)
    {
        final CRC32C crc = new CRC32C();
        crc.update(bytes.array(), CHECKED_OFFSET, LENGTH - CHECKED_OFFSET);
        return (int)crc.getValue();
    }

    /**
     * Reads a file.
     *
     * @return the token, or null when there is no file.
     * @throws EventLogException with {@link ErrorCode#CORRUPT}, {@link ErrorCode#NEWER_FORMAT} or {@link ErrorCode#IO_ERROR}.
     */
    static Token read(final Path file)
    {
        final byte[] content;
        try
        {
            if (!Files.exists(file))
            {
                return null;
            }
            content = Files.readAllBytes(file);
        }
        catch (final IOException e)
        {
            throw DurableFiles.failure("named cursor cannot be read", file, e);
        }
        final ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (content.length != LENGTH || bytes.getLong(0) != MAGIC)
        {
            throw corrupt(file);
        }
        if (bytes.getInt(VERSION_OFFSET) != VERSION)
        {
            throw new EventLogException(ErrorCode.NEWER_FORMAT, "named cursor was written by a newer version: file=" + file +
                ", version=" + bytes.getInt(VERSION_OFFSET) + ", known=" + VERSION);
        }
        if (bytes.getInt(CRC_OFFSET) != crcOf(bytes))
        {
            throw corrupt(file);
        }
        return new Token(bytes.getLong(ID_HIGH_OFFSET), bytes.getLong(ID_LOW_OFFSET), bytes.getLong(EPOCH_OFFSET),
            bytes.getLong(POSITION_OFFSET), bytes.getLong(CHAIN_OFFSET));
    }

    private static EventLogException corrupt(final Path file)
    {
        return new EventLogException(ErrorCode.CORRUPT, "named cursor is not what was written: file=" + file +
            "; remove it to begin anew, or put it back from a copy");
    }
}
