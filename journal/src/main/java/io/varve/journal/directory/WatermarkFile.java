package io.varve.journal.directory;

import io.varve.codec.checksum.Crc;
import io.varve.codec.sbe.WatermarkDecoder;
import io.varve.codec.sbe.WatermarkEncoder;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file {@code watermark}: two slots of one sector each, written in turns, so that a write that is torn by a loss of
 * power leaves the one before it. The valid slot with the higher sequence counts.
 */
public final class WatermarkFile implements AutoCloseable
{
    /** Bytes of a slot: what a disk writes whole. */
    static final int SLOT_LENGTH = 512;

    private static final int SLOTS = 2;
    private static final int MAGIC = 'V' | 'M' << 8 | 'R' << 16 | 'K' << 24;
    private static final int CHECKED_OFFSET = WatermarkEncoder.sequenceEncodingOffset();
    private static final int CHECKED_LENGTH = WatermarkEncoder.BLOCK_LENGTH - CHECKED_OFFSET;
    private static final int LAYOUT_VERSION = 1;

    private final Path file;
    private final FileChannel channel;
    private final long journalIdHigh;
    private final long journalIdLow;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(SLOT_LENGTH);
    private final WatermarkEncoder encoder = new WatermarkEncoder();
    private final UnsafeBuffer slot = new UnsafeBuffer(bytes);
    private long sequence;

    private WatermarkFile(
        final Path file, final FileChannel channel, final FormatFile format, final long sequence)
    {
        this.file = file;
        this.channel = channel;
        this.journalIdHigh = format.journalIdHigh();
        this.journalIdLow = format.journalIdLow();
        this.sequence = sequence;
    }

    /** Opens the file for writing, made when it is missing; allocated whole, so that writing it never needs room. */
    public static WatermarkFile open(final DirectoryLayout directory, final FormatFile format)
    {
        final Path file = directory.watermark();
        try
        {
            final FileChannel channel = DurableFiles.open(file);
            if (channel.size() < SLOTS * SLOT_LENGTH)
            {
                DurableFiles.writeFully(channel, ByteBuffer.allocate(SLOTS * SLOT_LENGTH), 0);
                DurableFiles.sync(channel);
                DurableFiles.syncFolder(directory.root());
            }
            return new WatermarkFile(file, channel, format, highestSequence(channel, format));
        }
        catch (final IOException e)
        {
            throw DurableFiles.failure("open the watermark", file, e);
        }
    }

    /** @return what the file says, or null when it has no valid slot. */
    public static Watermark read(final DirectoryLayout directory, final FormatFile format)
    {
        final Path file = directory.watermark();
        if (!Files.exists(file))
        {
            return null;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            Watermark best = null;
            long bestSequence = -1;
            for (int i = 0; i < SLOTS; i++)
            {
                final WatermarkDecoder decoder = readSlot(channel, i, format);
                if (decoder != null && decoder.sequence() > bestSequence)
                {
                    bestSequence = decoder.sequence();
                    best = decode(decoder);
                }
            }
            return best;
        }
        catch (final IOException e)
        {
            throw DurableFiles.failure("read the watermark", file, e);
        }
    }

    private static Watermark decode(final WatermarkDecoder decoder)
    {
        return new Watermark(
            decoder.number(),
            decoder.nextPosition(),
            decoder.chain(),
            decoder.segment(),
            decoder.epoch(),
            new BootId(decoder.bootIdHigh(), decoder.bootIdLow()),
            decoder.clean() == 1);
    }

    private static long highestSequence(final FileChannel channel, final FormatFile format) throws IOException
    {
        long highest = 0;
        for (int i = 0; i < SLOTS; i++)
        {
            final WatermarkDecoder decoder = readSlot(channel, i, format);
            highest = decoder == null ? highest : Math.max(highest, decoder.sequence());
        }
        return highest;
    }

    private static WatermarkDecoder readSlot(final FileChannel channel, final int index, final FormatFile format)
        throws IOException
    {
        final ByteBuffer bytes = ByteBuffer.allocateDirect(SLOT_LENGTH);
        while (bytes.hasRemaining())
        {
            if (channel.read(bytes, (long)index * SLOT_LENGTH + bytes.position()) < 0)
            {
                return null;
            }
        }
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final WatermarkDecoder decoder =
            new WatermarkDecoder().wrap(buffer, 0, WatermarkDecoder.BLOCK_LENGTH, LAYOUT_VERSION);
        final boolean isValid = (int)decoder.magic() == MAGIC &&
            (int)decoder.crc() == Crc.crc32c(buffer, CHECKED_OFFSET, CHECKED_LENGTH) &&
            decoder.journalIdHigh() == format.journalIdHigh() && decoder.journalIdLow() == format.journalIdLow();
        return isValid ? decoder : null;
    }

    /** Writes what is synced; on stable storage when this returns. */
    public void write(final Watermark watermark) throws IOException
    {
        sequence++;
        slot.setMemory(0, SLOT_LENGTH, (byte)0);
        encoder.wrap(slot, 0)
            .magic(MAGIC & 0xFFFF_FFFFL)
            .sequence(sequence)
            .journalIdHigh(journalIdHigh)
            .journalIdLow(journalIdLow)
            .number(watermark.number())
            .nextPosition(watermark.nextPosition())
            .chain(watermark.chain())
            .bootIdHigh(watermark.bootId().high())
            .bootIdLow(watermark.bootId().low())
            .epoch(watermark.epoch())
            .layoutVersion(LAYOUT_VERSION)
            .clean((short)(watermark.isClean() ? 1 : 0))
            .segment(watermark.segment());
        encoder.crc(Crc.crc32c(slot, CHECKED_OFFSET, CHECKED_LENGTH) & 0xFFFF_FFFFL);
        bytes.clear();
        DurableFiles.writeFully(channel, bytes, sequence % SLOTS * SLOT_LENGTH);
        DurableFiles.syncData(channel);
    }

    @Override
    public void close()
    {
        try
        {
            channel.close();
        }
        catch (final IOException e)
        {
            throw DurableFiles.failure("close the watermark", file, e);
        }
    }
}
