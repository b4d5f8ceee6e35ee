package io.varve.journal.stream;

import org.agrona.UnsafeApi;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks heads up in pages that a writer may be changing, in this process or another: a bucket is believed when its checksum is
 * right and it has not changed while it was looked at, a page when its header has not. Thread-safe.
 */
final class HeadReader
{
    /** Looks at a bucket or a page before others get the processor: a writer changes one within a microsecond. */
    private static final int MAX_BUSY_LOOKS = 1_000;

    /** Looks with pauses before it is taken to be damaged: the writer may have lost its processor in the middle. */
    private static final int MAX_LOOKS = MAX_BUSY_LOOKS + 100;

    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Looks for pages that were added, in one search: a writer adds far fewer meanwhile. */
    private static final int MAX_REFRESHES = 64;

    private final HeadsControl control;
    private final GrowingMemory memory;
    private volatile Directory directory;
    private volatile boolean isDamaged;

    /** A head as it was read. */
    static final class Head
    {
        long link;
        long lastVersion;
    }

    /** What a look into a page has come to. */
    private enum Look
    {
        FOUND,
        ABSENT,
        CHANGING,
        ELSEWHERE
    }

    private record Directory(long[] pages, long pageCount)
    {
    }

    HeadReader(final HeadsControl control)
    {
        this.control = control;
        memory = control.memory();
    }

    /**
     * Looks a stream up.
     *
     * @return false when it cannot be known; else the head says, with {@link HeadBucket#NO_LINK} for a stream without events.
     */
    boolean find(final int kind, final long id, final Head into)
    {
        final long hash = StreamKey.hash(kind, id);
        int refreshes = 0;
        for (int i = 0; i < MAX_LOOKS && !isDamaged; i++)
        {
            final Directory known = directory;
            final Look look = known == null ? Look.ELSEWHERE :
                look(known.pages[(int)hash & known.pages.length - 1], hash, kind, id, into);
            switch (look)
            {
                case FOUND ->
                {
                    return true;
                }
                case ABSENT ->
                {
                    into.link = HeadBucket.NO_LINK;
                    return true;
                }
                case CHANGING -> pause(i);
                case ELSEWHERE ->
                {
                    if (++refreshes > MAX_REFRESHES || !refresh(known))
                    {
                        isDamaged = true;
                        return false;
                    }
                }
            }
        }
        isDamaged = true;
        return false;
    }

    private static void pause(final int looks)
    {
        if (looks < MAX_BUSY_LOOKS)
        {
            Thread.onSpinWait();
        }
        else
        {
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    /** Whether something was found that no writer can have been at. */
    boolean isDamaged()
    {
        return isDamaged;
    }

    private static Look look(final long page, final long hash, final int kind, final long id, final Head into)
    {
        final long word = HeadPage.word(page);
        if (HeadPage.isBusy(word))
        {
            return Look.CHANGING;
        }
        if (!HeadPage.covers(page, word, hash))
        {
            return Look.ELSEWHERE;
        }
        final int home = HeadPage.home(hash);
        for (int distance = 0; distance < HeadPage.BUCKETS; distance++)
        {
            final long bucket = HeadPage.bucket(page, home, distance);
            final int slot = HeadBucket.find(bucket, kind, id);
            final boolean isEnd = slot < 0 && HeadBucket.free(bucket) >= 0;
            if (slot >= 0)
            {
                into.link = HeadBucket.link(bucket, slot);
                into.lastVersion = HeadBucket.lastVersion(bucket, slot);
            }
            UnsafeApi.loadFence();
            final boolean isValid = HeadBucket.isValid(bucket);
            UnsafeApi.loadFence();
            final boolean isSame = slot < 0 ? HeadBucket.find(bucket, kind, id) < 0 && HeadBucket.free(bucket) >= 0 == isEnd :
                HeadBucket.find(bucket, kind, id) == slot && HeadBucket.link(bucket, slot) == into.link &&
                    HeadBucket.lastVersion(bucket, slot) == into.lastVersion;
            UnsafeApi.loadFence();
            if (!isValid || !isSame || HeadPage.word(page) != word)
            {
                return Look.CHANGING;
            }
            if (slot >= 0)
            {
                return Look.FOUND;
            }
            if (isEnd)
            {
                return Look.ABSENT;
            }
        }
        return Look.ABSENT;
    }

    /** @return false when the pages do not make a table. */
    private synchronized boolean refresh(final Directory known)
    {
        if (directory != known)
        {
            return true; // somebody else did
        }
        try
        {
            final long count = control.pages();
            if (memory instanceof GrowingFile file && HeadsControl.LENGTH + count * HeadPage.LENGTH > file.length())
            {
                file.mapMore();
            }
            final long[] pages = HeadDirectory.refresh(
                control, known == null ? null : known.pages, known == null ? 0 : known.pageCount, count);
            if (pages == null)
            {
                return false;
            }
            directory = new Directory(pages, count);
            return true;
        }
        catch (final IOException e)
        {
            return false;
        }
    }
}
