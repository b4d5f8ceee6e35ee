package io.varve.journal.key;

import io.varve.codec.Limits;
import io.varve.codec.generation.EntryKind;
import io.varve.codec.generation.GenerationDecoder.EntryConsumer;
import io.varve.codec.name.Identity;
import io.varve.journal.index.IndexFile;
import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/** Reads a names file; what is wrong with it makes it unusable, and is never an exception. One thread. */
public final class NamesFile
{
    private final IndexFile file;
    private final DirectBuffer body;
    private final int identityCount;
    private final int nameCount;
    private final int keyCount;
    private final long namesOffset;
    private final long keysOffset;
    private final boolean isUsable;

    /** Over an index file of names. */
    public NamesFile(final IndexFile file)
    {
        this.file = file;
        body = file.body();
        if (!file.check(0, NamesLayout.HEADER_LENGTH))
        {
            identityCount = nameCount = keyCount = 0;
            namesOffset = keysOffset = 0;
            isUsable = false;
            return;
        }
        identityCount = count(NamesLayout.IDENTITY_COUNT_OFFSET);
        nameCount = count(NamesLayout.NAME_COUNT_OFFSET);
        keyCount = count(NamesLayout.KEY_COUNT_OFFSET);
        namesOffset = NamesLayout.HEADER_LENGTH + (long)identityCount * Identity.LENGTH;
        keysOffset = namesOffset + body.getLong(NamesLayout.NAMES_LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
        final long end = keysOffset + body.getLong(NamesLayout.KEYS_LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
        isUsable = identityCount >= 0 && nameCount >= 0 && keyCount >= 0 && keysOffset >= namesOffset &&
            end >= keysOffset && end == body.capacity();
        if (!isUsable)
        {
            file.distrust("its parts do not make its length");
        }
    }

    private int count(final int offset)
    {
        return body.getInt(offset, ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether its parts fit together. */
    public boolean isUsable()
    {
        return isUsable;
    }

    /** Keys whose entries stand in the segment. */
    public int keyCount()
    {
        return keyCount;
    }

    /** Checks the entries of aggregates, event types and producers: {@link #forEachName} may be called when this is true. */
    public boolean checkNames()
    {
        return isUsable && file.check(0, keysOffset) && isWhole(namesOffset, keysOffset, nameCount, false);
    }

    /** Checks all entries: {@link #forEachKey} may be called, too, when this is true. */
    public boolean checkKeys()
    {
        return isUsable && file.checkAll() && isWhole(keysOffset, body.capacity(), keyCount, true);
    }

    /** Whether so many entries fill a part of the body. */
    private boolean isWhole(final long from, final long to, final int count, final boolean areKeys)
    {
        long at = from;
        for (int i = 0; i < count; i++)
        {
            if (to - at < NamesLayout.ENTRY_LENGTH)
            {
                return distrust();
            }
            final int length = length((int)at);
            final int index = count((int)at + NamesLayout.IDENTITY_INDEX_OFFSET);
            final int kind = body.getByte((int)at + NamesLayout.KIND_OFFSET);
            if (length > Limits.MAX_KEY_LENGTH || index < 0 || index >= identityCount ||
                kind < EntryKind.AGGREGATE.code() || kind > EntryKind.PRODUCER.code() ||
                areKeys != (kind == EntryKind.KEY.code()))
            {
                return distrust();
            }
            at += NamesLayout.entryLength(length);
        }
        return at == to || distrust();
    }

    private boolean distrust()
    {
        file.distrust("its entries are not what its counts say");
        return false;
    }

    private int length(final int entry)
    {
        return body.getShort(entry + NamesLayout.LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }

    /** Hands out the entries of aggregates, event types and producers, in the order of the log. */
    public void forEachName(final EntryConsumer consumer)
    {
        forEach(namesOffset, nameCount, consumer);
    }

    /** Hands out the entries of keys, in the order of the log. */
    public void forEachKey(final EntryConsumer consumer)
    {
        forEach(keysOffset, keyCount, consumer);
    }

    private void forEach(final long from, final int count, final EntryConsumer consumer)
    {
        int at = (int)from;
        for (int i = 0; i < count; i++)
        {
            final int identity =
                NamesLayout.HEADER_LENGTH + count(at + NamesLayout.IDENTITY_INDEX_OFFSET) * Identity.LENGTH;
            final byte[] utf8 = new byte[length(at)];
            body.getBytes(at + NamesLayout.ENTRY_LENGTH, utf8);
            consumer.onEntry(
                EntryKind.of(body.getByte(at + NamesLayout.KIND_OFFSET)),
                Identity.high(body, identity),
                Identity.low(body, identity),
                body.getLong(at + NamesLayout.NUMBER_OFFSET, ByteOrder.LITTLE_ENDIAN),
                utf8);
            at += NamesLayout.entryLength(utf8.length);
        }
    }
}
