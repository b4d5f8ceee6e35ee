package io.varve.codec.generation;

import io.varve.codec.Limits;
import io.varve.codec.OffHeap;
import io.varve.codec.name.Identity;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * What a generation says, in plain values; tests fill the fields.
 *
 * <p>{@link #encode} gives it to the encoder under test, {@link #reference} writes it a second time, straight from
 * docs/FORMAT.md with nothing but the JDK, so that the two can be compared byte by byte.
 */
final class GenerationModel
{
    /** One event. */
    record Event(int type, byte[] data)
    {
        int crc()
        {
            final ByteBuffer covered = littleEndian(4 + data.length);
            covered.putShort((short)data.length).putShort((short)type).put(data);
            return checksum(new CRC32C(), covered.array(), 0);
        }
    }

    /** A producer of the table. */
    record Producer(long number, int session)
    {
    }

    /** A dictionary entry. */
    record Entry(EntryKind kind, int identityIndex, long number, String name)
    {
        byte[] utf8()
        {
            return name.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** A batch, or a hole when {@code removed} is not 0. */
    record Batch(
        long removed,
        int flags,
        int identityIndex,
        long id,
        long firstVersion,
        long timestamp,
        int producerIndex,
        long sequence,
        byte[] metadata,
        List<Event> events)
    {
        static Batch hole(final long removed)
        {
            return new Batch(removed, 0, 0, 0, 0, 0, 0, 0, new byte[0], List.of());
        }

        boolean isHole()
        {
            return removed != 0;
        }

        /** The flags of the caller and those that its fields need. */
        int allFlags(final long minTimestamp)
        {
            return isHole() ? BatchFlags.HOLE : GenerationEncoder.withWideFlags(flags, timestamp, minTimestamp, sequence) |
                (metadata.length > 0 ? BatchFlags.METADATA : 0);
        }

        int dataLength()
        {
            return metadata.length + events.stream().mapToInt(event -> event.data().length).sum();
        }
    }

    final List<Identity> identities = new ArrayList<>();
    final List<Producer> producers = new ArrayList<>();
    final List<Entry> entries = new ArrayList<>();
    final List<Batch> batches = new ArrayList<>();
    JournalIdentity journal = new JournalIdentity(0, 0, 0, 0);
    long number;
    long firstPosition;
    long minTimestamp;
    long maxTimestamp;
    long recordedAt;
    long syncedUpTo = -1;
    long previousChain;

    int tablesLength()
    {
        return GenerationLayout.IDENTITY_LENGTH * identities.size() +
            GenerationLayout.PRODUCER_LENGTH * producers.size() +
            entries.stream().mapToInt(entry -> GenerationLayout.entryLength(entry.utf8().length)).sum();
    }

    int headersLength()
    {
        return batches.stream()
            .mapToInt(batch -> GenerationLayout.batchHeadersLength(batch.allFlags(minTimestamp), batch.events().size()))
            .sum();
    }

    int dataLength()
    {
        return batches.stream().mapToInt(Batch::dataLength).sum();
    }

    int length()
    {
        return GenerationLayout.HEADER_LENGTH + tablesLength() + headersLength() + dataLength();
    }

    int eventCount()
    {
        return batches.stream().mapToInt(batch -> batch.events().size()).sum();
    }

    long nextPosition()
    {
        return firstPosition + eventCount() + batches.stream().mapToLong(Batch::removed).sum();
    }

    /** Encodes with the class under test; returns the length. */
    int encode(final GenerationEncoder encoder, final UnsafeBuffer buffer, final int offset)
    {
        encoder.begin(buffer, offset, tablesLength(), headersLength(), dataLength(), minTimestamp);
        put(encoder);
        return seal(encoder);
    }

    void put(final GenerationEncoder encoder)
    {
        identities.forEach(identity -> encoder.putIdentity(identity.high(), identity.low()));
        producers.forEach(producer -> encoder.putProducer(producer.number(), producer.session()));
        entries.forEach(
            entry -> encoder.putEntry(entry.kind(), entry.identityIndex(), entry.number(), entry.utf8()));
        for (final Batch batch : batches)
        {
            if (batch.isHole())
            {
                encoder.putHole(batch.removed());
            }
            else
            {
                encoder.putBatch(
                    batch.allFlags(minTimestamp), batch.identityIndex(), batch.id(), batch.firstVersion(),
                    batch.events().size(), batch.timestamp(), batch.producerIndex(), batch.sequence(),
                    OffHeap.copyOf(batch.metadata()), 0, batch.metadata().length);
                for (final Event event : batch.events())
                {
                    encoder.putEvent(
                        event.type(), event.crc(), OffHeap.copyOf(event.data()), 0, event.data().length);
                }
            }
        }
    }

    int seal(final GenerationEncoder encoder)
    {
        return encoder.seal(journal, number, firstPosition, maxTimestamp, recordedAt, syncedUpTo, previousChain);
    }

    /** The bytes that docs/FORMAT.md asks for. */
    byte[] reference()
    {
        final ByteBuffer out = littleEndian(1 << 21);
        out.put(new byte[128]);
        for (final Identity identity : identities)
        {
            out.order(ByteOrder.BIG_ENDIAN).putLong(identity.high()).putLong(identity.low());
            out.order(ByteOrder.LITTLE_ENDIAN);
        }
        producers.forEach(producer -> out.putLong(producer.number()).putInt(producer.session()).putInt(0));
        for (final Entry entry : entries)
        {
            out.put((byte)entry.kind().code()).put((byte)entry.identityIndex()).putShort((short)entry.utf8().length);
            out.putInt(0).putLong(entry.number()).put(entry.utf8());
            out.put(new byte[(8 - entry.utf8().length % 8) % 8]);
        }
        final int headersOffset = out.position();
        batches.forEach(batch -> referenceHeaders(out, batch));
        final int dataOffset = out.position();
        for (final Batch batch : batches)
        {
            out.put(batch.metadata());
            batch.events().forEach(event -> out.put(event.data()));
        }
        final int length = out.position();

        out.position(0);
        out.put("VARV".getBytes(StandardCharsets.US_ASCII)).putInt(0).putInt(length).putShort((short)1).putShort((short)128);
        out.putLong(number).putLong(firstPosition).putLong(nextPosition()).putLong(minTimestamp).putLong(maxTimestamp);
        out.putLong(recordedAt).putLong(journal.idHigh() ^ journal.idLow()).putLong(journal.term());
        out.putLong(syncedUpTo).putLong(previousChain).putInt((int)journal.epoch()).putInt(eventCount());
        out.putInt(batches.size()).putShort((short)identities.size()).putShort((short)producers.size());
        out.putInt(entries.size()).putInt(headersOffset).putInt(dataOffset).putInt(0);

        final byte[] bytes = new byte[length];
        out.position(0);
        out.get(bytes);
        final ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(124, checkedParts(bytes, dataOffset)).putInt(4, checkedParts(bytes, length));
        return bytes;
    }

    private void referenceHeaders(final ByteBuffer out, final Batch batch)
    {
        if (batch.isHole())
        {
            out.putInt(32 << 24).putInt(0).putLong(batch.removed()).putLong(0);
            return;
        }
        final long delta = batch.timestamp() - minTimestamp;
        final boolean wideTime = delta >>> 32 != 0;
        final boolean wideSequence = batch.sequence() >>> 32 != 0;
        final int flags =
            batch.flags() | (batch.metadata().length > 0 ? 4 : 0) | (wideTime ? 8 : 0) | (wideSequence ? 16 : 0);
        out.put((byte)batch.identityIndex()).put((byte)(batch.events().size() - 1));
        out.put((byte)batch.producerIndex()).put((byte)flags).putInt((int)batch.firstVersion()).putLong(batch.id());
        out.putInt(wideTime ? 0 : (int)delta).putInt(wideSequence ? 0 : (int)batch.sequence());
        if (wideTime)
        {
            out.putLong(batch.timestamp());
        }
        if (wideSequence)
        {
            out.putLong(batch.sequence());
        }
        if (batch.metadata().length > 0)
        {
            out.putLong(batch.metadata().length);
        }
        for (final Event event : batch.events())
        {
            out.putShort((short)event.data().length).putShort((short)event.type()).putInt(event.crc());
        }
    }

    /** Chain of the generation, with the JDK's checksums and the formula of docs/FORMAT.md. */
    static long referenceChain(final long previousChain, final byte[] generation)
    {
        final long crc32c = checkedParts(generation, generation.length) & 0xFFFF_FFFFL;
        final long crc32 = checksum(new CRC32(), generation, 8) & 0xFFFF_FFFFL;
        return mix64(mix64(previousChain + 0x9E37_79B9_7F4A_7C15L) ^ (crc32c << 32 | crc32));
    }

    private static long mix64(final long value)
    {
        final long first = (value ^ value >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        final long second = (first ^ first >>> 27) * 0x94D0_49BB_1331_11EBL;
        return second ^ second >>> 31;
    }

    /** Whether a generation may have this length. */
    boolean fits()
    {
        return length() <= Limits.MAX_GENERATION_LENGTH;
    }

    private static ByteBuffer littleEndian(final int capacity)
    {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** CRC-32C of bytes 8 to 124 and 128 to an end. */
    static int checkedParts(final byte[] generation, final int end)
    {
        final CRC32C crc = new CRC32C();
        crc.update(generation, 8, 124 - 8);
        crc.update(generation, 128, end - 128);
        return (int)crc.getValue();
    }

    private static int checksum(final Checksum checksum, final byte[] bytes, final int offset)
    {
        checksum.update(bytes, offset, bytes.length - offset);
        return (int)checksum.getValue();
    }
}
