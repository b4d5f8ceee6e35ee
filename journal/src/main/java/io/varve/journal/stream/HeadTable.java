package io.varve.journal.stream;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.util.Arrays;

/**
 * The head of every stream, off-heap: an extendible hash table (Fagin et al., ACM TODS 4(3), 1979) of {@link HeadPage}s.
 *
 * <p>A page in which a stream finds no place near its bucket is split in two, so growing touches a few hundred streams at a time
 * and never all of them; the directory, in the memory of this process, doubles by copying 8 bytes a page. Whenever the
 * process dies, every stream but the one that is being changed can be found. One thread at a time; readers see its pages by
 * their checksums.
 */
final class HeadTable
{
    /** Pages that a processor's near caches hold anyway: touching ahead pays only above. */
    private static final int NEAR_PAGES = 64;

    private final GrowingMemory memory;
    private final HeadsControl control;
    private final long table;
    private final UnsafeBuffer scratch =
        new UnsafeBuffer(BufferUtil.allocateDirectAligned(HeadBucket.LENGTH, BitUtil.CACHE_LINE_LENGTH));

    private long[] directory = new long[1];

    /** Where the last search ended: at a stream, or where one can be put. */
    private long bucket;
    private int slot;
    private boolean isNear;

    /** Keeps touched values alive, so that no compiler drops the touch. */
    private long touched;

    private HeadTable(final HeadsControl control)
    {
        this.control = control;
        memory = control.memory();
        table = control.table();
    }

    /** A table without streams, in memory that has a control page and room for one more. */
    static HeadTable create(final HeadsControl control)
    {
        final HeadTable created = new HeadTable(control);
        final long page = created.address(0);
        HeadPage.format(page, 0, created.table, 0);
        HeadPage.seal(page);
        HeadPage.depth(page, 0, false, created.scratch.addressOffset());
        control.pages(1);
        created.directory[0] = page;
        return created;
    }

    /**
     * Goes on with the pages that are there, whatever their writer was doing when it died.
     *
     * @return null when they do not make a table.
     */
    static HeadTable open(final HeadsControl control)
    {
        final HeadTable opened = new HeadTable(control);
        final HeadDirectory found = HeadDirectory.read(control);
        if (found == null)
        {
            return null;
        }
        if (found.hasUnfinished())
        {
            control.pages(control.pages() - 1);
        }
        opened.directory = found.pages();
        for (long number = 0; number < control.pages(); number++)
        {
            final long page = opened.address(number);
            if (HeadPage.isBusy(HeadPage.word(page)))
            {
                opened.settle(page);
            }
        }
        return opened;
    }

    private long address(final long number)
    {
        return memory.address(HeadsControl.LENGTH + number * HeadPage.LENGTH);
    }

    /** Whether the table is larger than what a processor's near caches hold. */
    boolean isFar()
    {
        return control.pages() > NEAR_PAGES;
    }

    /** Pages that can be added before the memory must grow. */
    long sparePages()
    {
        return memory.length() / HeadPage.LENGTH - 1 - control.pages();
    }

    /** Pages that are part of the table. */
    long pages()
    {
        return control.pages();
    }

    /** Adds blocks of pages until so many are spare; by any thread. */
    void grow(final long spare) throws IOException
    {
        if (sparePages() < spare)
        {
            synchronized (memory)
            {
                while (sparePages() < spare)
                {
                    memory.grow();
                }
            }
        }
    }

    /** Loads the cache line that a search will need. */
    void touch(final int kind, final long id)
    {
        final long hash = StreamKey.hash(kind, id);
        touched += UnsafeApi.getLong(HeadPage.bucket(page(hash), HeadPage.home(hash), 0));
    }

    private long page(final long hash)
    {
        return directory[(int)hash & directory.length - 1];
    }

    /**
     * Finds a stream.
     *
     * @return whether it stands in the table; {@link #link()} and {@link #lastVersion()} are of it then, until the next search.
     * @throws EventLogException with {@link ErrorCode#IO_ERROR} when a bucket's checksum is wrong.
     */
    boolean find(final int kind, final long id)
    {
        final long hash = StreamKey.hash(kind, id);
        return find(page(hash), hash, kind, id, true);
    }

    private boolean find(
        final long page, final long hash, final int kind, final long id, final boolean isChecked)
    {
        final int home = HeadPage.home(hash);
        for (int distance = 0; distance < HeadPage.BUCKETS; distance++)
        {
            bucket = HeadPage.bucket(page, home, distance);
            if (isChecked && !HeadBucket.isValid(bucket))
            {
                throw damaged();
            }
            slot = HeadBucket.find(bucket, kind, id);
            if (slot >= 0)
            {
                return true;
            }
            slot = HeadBucket.free(bucket);
            if (slot >= 0)
            {
                isNear = distance < HeadPage.MAX_DISTANCE;
                return false;
            }
        }
        isNear = false;
        return false;
    }

    private EventLogException damaged()
    {
        control.distrust();
        return new EventLogException(ErrorCode.IO_ERROR,
            "the table of streams is damaged: a bucket's checksum is wrong; restart, which builds it anew from the log");
    }

    /** Newest link of the stream that was found last. */
    long link()
    {
        return HeadBucket.link(bucket, slot);
    }

    /** Last version of the stream that was found last. */
    long lastVersion()
    {
        return HeadBucket.lastVersion(bucket, slot);
    }

    /** Changes the head of a stream, or adds it. */
    void put(final int kind, final long id, final long link, final long lastVersion)
    {
        final long hash = StreamKey.hash(kind, id);
        while (!find(page(hash), hash, kind, id, true) && !isNear)
        {
            split(hash);
        }
        store(kind, id, link, lastVersion);
    }

    /** Changes the head of the stream that was found last, when nothing was added since. */
    void store(final int kind, final long id, final long link, final long lastVersion)
    {
        HeadBucket.put(bucket, slot, kind, id, link, lastVersion);
        HeadBucket.seal(bucket);
    }

    /**
     * Takes a stream back to an earlier head; its bucket may have been left half written.
     *
     * @param link {@link HeadBucket#NO_LINK} when the stream had no events.
     */
    void restore(final int kind, final long id, final long link, final long lastVersion)
    {
        final long hash = StreamKey.hash(kind, id);
        if (find(page(hash), hash, kind, id, false))
        {
            store(kind, id, link, lastVersion);
        }
        else if (link != HeadBucket.NO_LINK)
        {
            throw damaged();
        }
        else if (slot >= 0)
        {
            HeadBucket.seal(bucket); // its writer may have died while it put the stream there
        }
    }

    /**
     * Splits the page of a hash in two by the next bit. The new page is whole before it counts; it is part of the table as soon as
     * the old one's depth has changed; then what has moved is dropped from the old one.
     */
    private void split(final long hash)
    {
        final long old = page(hash);
        final int oldDepth = HeadPage.depth(HeadPage.word(old));
        if (oldDepth == HeadPage.MAX_DEPTH || sparePages() <= 0)
        {
            throw new EventLogException(ErrorCode.DISK_FULL, "the table of streams cannot grow: pages=" + control.pages());
        }
        if (!HeadPage.isSound(old))
        {
            throw damaged();
        }
        final long number = control.pages();
        final long added = address(number);
        final long bit = 1L << oldDepth;
        HeadPage.format(added, HeadPage.prefix(old) | bit, table, number);
        for (int i = 0; i < HeadPage.BUCKETS; i++)
        {
            copyMoving(HeadPage.bucket(old, i, 0), added, bit);
        }
        HeadPage.seal(added);
        HeadPage.depth(added, oldDepth + 1, false, scratch.addressOffset());
        control.pages(number + 1);
        HeadPage.depth(old, oldDepth + 1, true, scratch.addressOffset());

        if (1 << oldDepth == directory.length)
        {
            final int length = directory.length;
            directory = Arrays.copyOf(directory, 2 * length);
            System.arraycopy(directory, 0, directory, length, length);
        }
        final int step = 1 << oldDepth + 1;
        for (int i = (int)HeadPage.prefix(added); i < directory.length; i += step)
        {
            directory[i] = added;
        }
        settle(old);
    }

    private void copyMoving(final long from, final long added, final long bit)
    {
        for (int i = 0; i < HeadBucket.SLOTS; i++)
        {
            final int kind = HeadBucket.kind(from, i);
            final long id = HeadBucket.id(from, i);
            final long hash = StreamKey.hash(kind, id);
            if (kind != 0 && (hash & bit) != 0 && !find(added, hash, kind, id, false))
            {
                HeadBucket.put(bucket, slot, kind, id, HeadBucket.link(from, i), HeadBucket.lastVersion(from, i));
            }
        }
    }

    /** Drops the streams of a page that belong elsewhere, and moves the others to where a search finds them. */
    private void settle(final long page)
    {
        final long word = HeadPage.word(page);
        for (int i = 0; i < HeadPage.BUCKETS; i++)
        {
            final long from = HeadPage.bucket(page, i, 0);
            for (int s = 0; s < HeadBucket.SLOTS; s++)
            {
                final int kind = HeadBucket.kind(from, s);
                if (kind != 0 && !HeadPage.covers(page, word, StreamKey.hash(kind, HeadBucket.id(from, s))))
                {
                    HeadBucket.clear(from, s);
                }
            }
        }
        boolean hasMoved = true;
        while (hasMoved)
        {
            hasMoved = false;
            for (int i = 0; i < HeadPage.BUCKETS; i++)
            {
                hasMoved |= moveHome(page, HeadPage.bucket(page, i, 0));
            }
        }
        HeadPage.seal(page);
        HeadPage.depth(page, HeadPage.depth(word), false, scratch.addressOffset());
    }

    /** Moves the streams of a bucket to where their search ends now: a copy first, so that each is there at any moment. */
    private boolean moveHome(final long page, final long from)
    {
        boolean hasMoved = false;
        for (int i = 0; i < HeadBucket.SLOTS; i++)
        {
            final int kind = HeadBucket.kind(from, i);
            final long id = HeadBucket.id(from, i);
            if (kind == 0 || find(page, StreamKey.hash(kind, id), kind, id, false) && bucket == from && slot == i)
            {
                continue;
            }
            if (HeadBucket.kind(bucket, slot) == 0)
            {
                HeadBucket.put(bucket, slot, kind, id, HeadBucket.link(from, i), HeadBucket.lastVersion(from, i));
            }
            HeadBucket.clear(from, i);
            hasMoved = true;
        }
        return hasMoved;
    }
}
