package io.varve.journal.key;

import io.varve.codec.generation.EntryKind;
import io.varve.journal.index.IndexOutput;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Entries as they will stand in a names file, gathered off-heap; its memory is kept for the next segment. One thread. */
final class NamesBuffer
{
    private static final int PART_LENGTH = 1024 * 1024;

    private final List<UnsafeBuffer> parts = new ArrayList<>();
    private final List<Integer> used = new ArrayList<>();
    private long length;
    private int count;

    void clear()
    {
        used.clear();
        length = 0;
        count = 0;
    }

    int count()
    {
        return count;
    }

    /** Bytes of all entries. */
    long length()
    {
        return length;
    }

    void add(final EntryKind kind, final int identityIndex, final long number, final byte[] utf8)
    {
        final int entryLength = NamesLayout.entryLength(utf8.length);
        int part = used.size() - 1;
        if (part < 0 || used.get(part) + entryLength > PART_LENGTH)
        {
            used.add(0);
            part++;
            if (part == parts.size())
            {
                parts.add(new UnsafeBuffer(ByteBuffer.allocateDirect(PART_LENGTH)));
            }
        }
        final UnsafeBuffer bytes = parts.get(part);
        final int at = used.get(part);
        bytes.setMemory(at, entryLength, (byte)0);
        bytes.putByte(at + NamesLayout.KIND_OFFSET, (byte)kind.code());
        bytes.putShort(at + NamesLayout.LENGTH_OFFSET, (short)utf8.length, ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(at + NamesLayout.IDENTITY_INDEX_OFFSET, identityIndex, ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(at + NamesLayout.NUMBER_OFFSET, number, ByteOrder.LITTLE_ENDIAN);
        bytes.putBytes(at + NamesLayout.ENTRY_LENGTH, utf8);
        used.set(part, at + entryLength);
        length += entryLength;
        count++;
    }

    void write(final IndexOutput out) throws IOException
    {
        for (int part = 0; part < used.size(); part++)
        {
            out.putBytes(parts.get(part), 0, used.get(part));
        }
    }
}
