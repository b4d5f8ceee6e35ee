package io.varve.journal.stream;

import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/** A link as it was read. */
final class LinkView
{
    /** Looks at a link before it is taken to be damaged: another process may have begun to write it anew. */
    private static final int MAX_LOOKS = 100;

    long id;
    int kind;
    long generation;
    long previous;
    long lastVersion;

    /** Whether the last place that was looked at holds something that no writer has left there. */
    boolean isDamaged;

    /**
     * Copies a link that a writer may be changing.
     *
     * @return false when there is none, or it is damaged.
     */
    boolean copy(final DirectBuffer buffer, final int offset)
    {
        for (int i = 0; i < MAX_LOOKS; i++)
        {
            take(buffer, offset);
            final long lastWord = buffer.getLong(offset + Link.LAST_WORD_OFFSET);
            UnsafeApi.loadFence();
            final int crc = Link.crc(buffer, offset);
            UnsafeApi.loadFence();
            if (crc == (int)(lastWord >>> Integer.SIZE) && (int)lastWord == (int)lastVersion &&
                buffer.getLong(offset + Link.LAST_WORD_OFFSET) == lastWord && isSame(buffer, offset))
            {
                isDamaged = false;
                return true;
            }
            Thread.onSpinWait();
        }
        isDamaged = !isBlank(buffer, offset);
        return false;
    }

    private void take(final DirectBuffer buffer, final int offset)
    {
        id = Link.id(buffer, offset);
        kind = Link.kind(buffer, offset);
        generation = Link.generation(buffer, offset);
        previous = Link.previous(buffer, offset);
        lastVersion = Link.lastVersion(buffer, offset);
    }

    private boolean isSame(final DirectBuffer buffer, final int offset)
    {
        return Link.isOf(buffer, offset, kind, id) && generation == Link.generation(buffer, offset) &&
            previous == Link.previous(buffer, offset);
    }

    /** Zeros of a chunk that was begun ahead of a gap: no link stands there. */
    private static boolean isBlank(final DirectBuffer buffer, final int offset)
    {
        long bits = 0;
        for (int i = 0; i < Link.LENGTH; i += Long.BYTES)
        {
            bits |= buffer.getLong(offset + i);
        }
        return bits == 0;
    }

    boolean isOf(final int ofKind, final long ofId)
    {
        return kind == ofKind && id == ofId;
    }
}
