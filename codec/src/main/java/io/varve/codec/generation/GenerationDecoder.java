package io.varve.codec.generation;

import io.varve.codec.Limits;
import io.varve.codec.checksum.Chain;
import io.varve.codec.checksum.Crc;
import io.varve.codec.name.Identity;
import io.varve.codec.sbe.DictionaryEntryDecoder;
import io.varve.codec.sbe.ProducerEntryDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;

/**
 * Reads a generation where it stands. {@link #wrap} checks it first; accessors are meaningful only after
 * {@link GenerationCheck#VALID}, and stay within the generation's own bytes whatever these say.
 */
public final class GenerationDecoder
{
    private static final int MIN_LENGTH = GenerationLayout.HEADER_LENGTH;

    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final HeaderFields header = new HeaderFields();
    private final DictionaryEntryDecoder entry = new DictionaryEntryDecoder();

    /** Receives the dictionary entries of a generation, in their order. */
    @FunctionalInterface
    public interface EntryConsumer
    {
        /**
         * One entry.
         *
         * @param identityHigh of the aggregate or domain that the name belongs to; 0 for a producer.
         * @param identityLow  second long of it.
         * @param utf8         the name, a copy.
         */
        void onEntry(EntryKind kind, long identityHigh, long identityLow, long number, byte[] utf8);
    }

    /**
     * Checks the bytes at an offset and wraps them when they are a generation.
     *
     * @param buffer    off-heap memory.
     * @param available bytes that may be read from there.
     */
    public GenerationCheck wrap(final DirectBuffer buffer, final int offset, final int available)
    {
        final GenerationCheck framing = wrapUnchecked(buffer, offset, available);
        if (framing != GenerationCheck.VALID)
        {
            return framing;
        }
        return isHeadersCrcGood() && isDataCrcGood() ? GenerationCheck.VALID : GenerationCheck.BAD_CRC;
    }

    /**
     * Checks all but the data, and wraps: for who reads few of the events, and checks each by its own checksum. Metadata has none:
     * ask {@link #isDataCrcGood} ahead of it.
     */
    public GenerationCheck wrapHeaders(final DirectBuffer buffer, final int offset, final int available)
    {
        final GenerationCheck framing = wrapUnchecked(buffer, offset, available);
        if (framing != GenerationCheck.VALID)
        {
            return framing;
        }
        return isHeadersCrcGood() ? GenerationCheck.VALID : GenerationCheck.BAD_CRC;
    }

    /**
     * Wraps without computing the checksum: for bytes that this process has just written or has checked before.
     *
     * @return anything but {@link GenerationCheck#BAD_CRC}.
     */
    public GenerationCheck wrapUnchecked(final DirectBuffer buffer, final int offset, final int available)
    {
        if (available < MIN_LENGTH)
        {
            return GenerationCheck.BAD_LENGTH;
        }
        header.wrap(buffer, offset);
        if (header.magic() != GenerationLayout.MAGIC)
        {
            return GenerationCheck.NO_MAGIC;
        }
        if (header.layoutVersion() != GenerationLayout.LAYOUT_VERSION)
        {
            return GenerationCheck.UNKNOWN_LAYOUT;
        }

        final long length = header.length();
        if (length < MIN_LENGTH || length > Limits.MAX_GENERATION_LENGTH || length > available ||
            header.headerLength() != GenerationLayout.HEADER_LENGTH ||
            header.dataOffset() > length || !partsFit())
        {
            return GenerationCheck.BAD_LENGTH;
        }

        view.wrap(buffer, offset, (int)length);
        return GenerationCheck.VALID;
    }

    /** Invariant: what the counts need at least, fits between the offsets, so that no walk leaves the generation. */
    private boolean partsFit()
    {
        final long tablesLength =
            (long)header.identityCount() * GenerationLayout.IDENTITY_LENGTH +
            (long)header.producerCount() * GenerationLayout.PRODUCER_LENGTH +
            header.entryCount() * GenerationLayout.ENTRY_LENGTH;
        final long headersLength =
            header.batchCount() * GenerationLayout.BATCH_LENGTH + header.eventCount() * GenerationLayout.EVENT_LENGTH;
        return header.headersOffset() >= GenerationLayout.HEADER_LENGTH + tablesLength &&
            header.dataOffset() >= header.headersOffset() + headersLength;
    }

    private boolean isHeadersCrcGood()
    {
        return header.headersCrc() == GenerationChecksum.ofHeaders(view.addressOffset(), dataOffset());
    }

    /** Whether all data of a generation whose headers were checked is what was written. */
    public boolean isDataCrcGood()
    {
        return header.crc() ==
            GenerationChecksum.ofAll(header.headersCrc(), view.addressOffset(), dataOffset(), view.capacity());
    }

    /** Chain of this generation, computed from its bytes and {@link #previousChain()}. */
    public long computeChain()
    {
        return Chain.next(
            header.previousChain(),
            header.crc(),
            Crc.crc32(view, GenerationLayout.CHECKED_OFFSET, view.capacity() - GenerationLayout.CHECKED_OFFSET));
    }

    /** The generation's bytes, valid until the next wrap. */
    public DirectBuffer buffer()
    {
        return view;
    }

    /** Bytes of the generation. */
    public int length()
    {
        return view.capacity();
    }

    public int crc()
    {
        return header.crc();
    }

    public long number()
    {
        return header.number();
    }

    /** Position of its first event. */
    public long firstPosition()
    {
        return header.firstPosition();
    }

    /** Position behind its last event. */
    public long nextPosition()
    {
        return header.nextPosition();
    }

    public long minTimestamp()
    {
        return header.minTimestamp();
    }

    public long maxTimestamp()
    {
        return header.maxTimestamp();
    }

    public long recordedAt()
    {
        return header.recordedAt();
    }

    /** The journal's id in 64 bits. */
    public long journalId()
    {
        return header.journalId();
    }

    public long term()
    {
        return header.term();
    }

    public long epoch()
    {
        return header.epoch();
    }

    /** Highest generation known synced when this one was sealed, -1 none. */
    public long syncedUpTo()
    {
        return header.syncedUpTo();
    }

    public long previousChain()
    {
        return header.previousChain();
    }

    public int eventCount()
    {
        return (int)header.eventCount();
    }

    /** Batch and hole headers. */
    public int batchCount()
    {
        return (int)header.batchCount();
    }

    public int identityCount()
    {
        return header.identityCount();
    }

    /** First long of the identity with an index. */
    public long identityHigh(final int index)
    {
        return Identity.high(view, identityOffset(index));
    }

    /** Second long of the identity with an index. */
    public long identityLow(final int index)
    {
        return Identity.low(view, identityOffset(index));
    }

    public int producerCount()
    {
        return header.producerCount();
    }

    /** Number of the producer with an index, from 0. */
    public long producerNumber(final int index)
    {
        return view.getLong(checkedProducerOffset(index) + ProducerEntryDecoder.numberEncodingOffset(),
            ByteOrder.LITTLE_ENDIAN);
    }

    /** Session of the producer with an index, from 0. */
    public int producerSession(final int index)
    {
        return view.getInt(checkedProducerOffset(index) + ProducerEntryDecoder.sessionEncodingOffset(),
            ByteOrder.LITTLE_ENDIAN);
    }

    public int entryCount()
    {
        return (int)header.entryCount();
    }

    /** Hands out the dictionary entries; allocates a name each. */
    public void forEachEntry(final EntryConsumer consumer)
    {
        int offset = producerOffset(header.producerCount());
        for (int i = 0, count = entryCount(); i < count; i++)
        {
            entry.wrap(view, offset, GenerationLayout.ENTRY_LENGTH, GenerationLayout.LAYOUT_VERSION);
            final EntryKind kind = EntryKind.of(entry.kind());
            final boolean hasIdentity = kind != EntryKind.PRODUCER;
            final byte[] utf8 = new byte[entry.nameLength()];
            view.getBytes(offset + GenerationLayout.ENTRY_LENGTH, utf8);
            consumer.onEntry(
                kind,
                hasIdentity ? identityHigh(entry.identityIndex()) : 0,
                hasIdentity ? identityLow(entry.identityIndex()) : 0,
                entry.number(),
                utf8);
            offset += GenerationLayout.entryLength(utf8.length);
        }
    }

    int headersOffset()
    {
        return (int)header.headersOffset();
    }

    int dataOffset()
    {
        return (int)header.dataOffset();
    }

    private int identityOffset(final int index)
    {
        if (index < 0 || index >= header.identityCount())
        {
            throw new IndexOutOfBoundsException("identity index=" + index + ", identities=" + header.identityCount());
        }
        return GenerationLayout.HEADER_LENGTH + index * GenerationLayout.IDENTITY_LENGTH;
    }

    private int checkedProducerOffset(final int index)
    {
        if (index < 0 || index >= header.producerCount())
        {
            throw new IndexOutOfBoundsException("producer index=" + index + ", producers=" + header.producerCount());
        }
        return producerOffset(index);
    }

    private int producerOffset(final int index)
    {
        return GenerationLayout.HEADER_LENGTH + header.identityCount() * GenerationLayout.IDENTITY_LENGTH +
            index * GenerationLayout.PRODUCER_LENGTH;
    }
}
