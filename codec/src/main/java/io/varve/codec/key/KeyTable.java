package io.varve.codec.key;

import io.varve.codec.Limits;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;

/**
 * Keys of instances that stand in a log, in the order of the log: text to number and number to text, off-heap.
 *
 * <p>A key is the text, the aggregate (by its place in the log) and the number, which is unique in the table. About 40 bytes
 * above the text each; a look-up reads one page of the index and the text. One thread adds; any thread looks up, without a lock and
 * without allocating when it has bytes.
 *
 * <p>A process that dies leaves the table as it was before or behind any one key: {@link #settle} sets right what was
 * begun. What a look-up finds is proven by the text's checksum; that something is not there, by the sum of the page.
 */
public final class KeyTable implements AutoCloseable
{
    /** Most that a number may be above the highest before it. */
    public static final long MAX_GAP = 1 << 24;

    /** What a look-up answers when the key is not there. */
    public static final long NONE = KeyPages.NONE;

    /** What a look-up answers when the table was damaged and cannot say. */
    public static final long DAMAGED = KeyPages.DAMAGED;

    /** What became of a key that was put. */
    public enum Put
    {
        /** It is there now. */
        ADDED,
        /** It was there already, with this number. */
        KNOWN,
        /** The key has another number, or the number is that of another key. */
        CONTRADICTS,
        /** The number is more than {@link KeyTable#MAX_GAP} above the highest, or the aggregate's place is too high. */
        TOO_FAR,
        /** There is no room now; nothing was changed. */
        NO_ROOM,
        /** The table was damaged and cannot say. */
        DAMAGED
    }

    private final KeyMemory memory;
    private final KeyHeader header;
    private final KeyRegion textRegion;
    private final KeyTexts texts;
    private final KeyPlaces places;
    private final KeyPages pages;

    KeyTable(final KeyMemory memory, final KeyHash hash, final boolean isFollower)
    {
        this.memory = memory;
        header = new KeyHeader(memory);
        textRegion = new KeyRegion(memory, header, KeyRegion.TEXTS);
        texts = new KeyTexts(memory, header);
        places = new KeyPlaces(new KeyRegion(memory, header, KeyRegion.PLACES), header);
        pages = new KeyPages(new KeyRegion(memory, header, KeyRegion.PAGES), header, texts, hash, isFollower);
    }

    /**
     * An empty table.
     *
     * @param memory  of zeros.
     * @param tableId a random number.
     */
    public static KeyTable create(final KeyMemory memory, final long tableId)
    {
        return create(memory, tableId, KeyHash.MIXED);
    }

    static KeyTable create(final KeyMemory memory, final long tableId, final KeyHash hash)
    {
        final KeyHeader header = new KeyHeader(memory);
        header.tableId(tableId);
        header.textEnd(0);
        return new KeyTable(memory, hash, false);
    }

    /** A table that a process before this one has made, to be added to; {@link #settle} it first. */
    public static KeyTable open(final KeyMemory memory)
    {
        return new KeyTable(memory, KeyHash.MIXED, false);
    }

    /** A table that another process may be adding to; only for look-ups. */
    public static KeyTable follow(final KeyMemory memory)
    {
        return new KeyTable(memory, KeyHash.MIXED, true);
    }

    /** Whose it is. */
    public KeyHeader header()
    {
        return header;
    }

    /** Keys. */
    public long count()
    {
        return header.count();
    }

    /** Highest number so far, 0 without keys. */
    public long highest()
    {
        return header.highest();
    }

    /** Notes whether it holds all keys of the log; it does unless there was no room for one. */
    public void isComplete(final boolean isComplete)
    {
        header.isComplete(isComplete);
    }

    /** Bytes of memory. */
    public long memoryLength()
    {
        return (long)memory.chunkCount() * KeyMemory.CHUNK_LENGTH;
    }

    /** Number of a key, or {@link #NONE} or {@link #DAMAGED}. */
    public long find(final int aggregate, final DirectBuffer utf8, final int offset, final int length)
    {
        return isKeyLength(length) ?
            pages.find(aggregate, utf8.byteArray(), utf8.addressOffset() + offset, length, true) : NONE;
    }

    /** Number of a key, or {@link #NONE} or {@link #DAMAGED}. */
    public long find(final int aggregate, final byte[] utf8)
    {
        return isKeyLength(utf8.length) ?
            pages.find(aggregate, utf8, BufferUtil.ARRAY_BASE_OFFSET, utf8.length, true) : NONE;
    }

    private static boolean isKeyLength(final int length)
    {
        return length >= 1 && length <= Limits.MAX_KEY_LENGTH;
    }

    /** @return the key of a number of an aggregate, or null when there is none or it cannot be read. */
    public byte[] utf8(final int aggregate, final long number)
    {
        final long address = record(number);
        return address == 0 || KeyTexts.aggregate(address) != aggregate ? null : KeyTexts.utf8(address);
    }

    private long record(final long number)
    {
        final long place = places.get(number);
        final long address = place == 0 ? 0 : texts.address(place);
        return address == 0 || KeyTexts.number(address) != number ? 0 : address;
    }

    /**
     * Adds the next key of the log.
     *
     * @param aggregate place of its aggregate in the log.
     */
    public synchronized Put put(final int aggregate, final long number, final byte[] utf8)
    {
        if (!isKeyLength(utf8.length) || number < 1)
        {
            throw new IllegalArgumentException("no key: number=" + number + ", bytes=" + utf8.length);
        }
        if (number - header.highest() > MAX_GAP || aggregate < 0 || aggregate >= KeyTexts.MAX_AGGREGATES)
        {
            return Put.TOO_FAR;
        }
        final long known = pages.find(aggregate, utf8, BufferUtil.ARRAY_BASE_OFFSET, utf8.length, false);
        if (known != NONE)
        {
            return known == DAMAGED ? Put.DAMAGED : known == number ? Put.KNOWN : Put.CONTRADICTS;
        }
        final long place = places.get(number);
        if (place != 0)
        {
            return record(number) == 0 ? Put.DAMAGED : Put.CONTRADICTS;
        }
        return add(aggregate, number, utf8) ? Put.ADDED : Put.NO_ROOM;
    }

    private boolean add(final int aggregate, final long number, final byte[] utf8)
    {
        final int tag = KeyPage.tag(
            pages.hash(aggregate, utf8, BufferUtil.ARRAY_BASE_OFFSET, utf8.length));
        long place = texts.placeOf(header.textEnd(), utf8.length);
        if (place == 0 && textRegion.add())
        {
            place = texts.placeOf(header.textEnd(), utf8.length);
        }
        if (place == 0 || !places.reserve(number) || !pages.reserve(tag))
        {
            return false;
        }
        final long count = header.count();
        header.adding(place, count);
        texts.write(place, aggregate, number, utf8, BufferUtil.ARRAY_BASE_OFFSET, utf8.length);
        places.put(number, place);
        pages.add(tag, place);
        header.highest(Math.max(header.highest(), number));
        header.textEnd(KeyTexts.behind(place, utf8.length));
        header.count(count + 1);
        if ((count + 1) % KeyHeader.MARK_INTERVAL == 0)
        {
            header.mark(count + 1, KeyTexts.behind(place, utf8.length));
        }
        header.isAdded();
        return true;
    }

    /**
     * Sets right what the death of a process left in the middle; ahead of anything else.
     *
     * @return whether the table's index is whole now.
     */
    public synchronized boolean settle()
    {
        return new KeyRepair(header, texts, places, pages).settle();
    }

    /**
     * The keys from an index on, in the order of the log.
     *
     * @return null when it is not known any more where they begin.
     */
    public KeyWalk walk(final long fromIndex)
    {
        final long marked = fromIndex - fromIndex % KeyHeader.MARK_INTERVAL;
        final long place = marked == 0 ? 0 : header.marked(marked);
        if (fromIndex > header.count() || marked != 0 && place == 0)
        {
            return null;
        }
        final KeyWalk walk = new KeyWalk(texts, place, marked, header.count());
        while (walk.index() < fromIndex)
        {
            if (!walk.next())
            {
                return null;
            }
        }
        return walk;
    }

    /**
     * Takes the newest keys away.
     *
     * @param count keys that stay.
     * @return false when it is not known any more which they are, and the table is of no use.
     */
    public synchronized boolean cutTo(final long count)
    {
        final KeyWalk walk = walk(count);
        return walk != null && new KeyRepair(header, texts, places, pages).cutTo(walk);
    }

    /**
     * Looks at every key both ways; another process may be adding meanwhile.
     *
     * @return what is wrong first, or null.
     */
    public String fault()
    {
        final KeyWalk walk = new KeyWalk(texts, 0, 0, header.count());
        while (walk.next())
        {
            final long address = walk.address();
            if (places.get(walk.number()) != walk.place())
            {
                return "number leads to another key: number=" + walk.number();
            }
            if (pages.find(walk.aggregate(), null, KeyTexts.text(address), KeyTexts.length(address), true) != walk.number())
            {
                return "key is not found: number=" + walk.number();
            }
        }
        return walk.isBehindLast() ? null : "key is damaged: place=" + walk.end();
    }

    @Override
    public void close()
    {
        memory.close();
    }
}
