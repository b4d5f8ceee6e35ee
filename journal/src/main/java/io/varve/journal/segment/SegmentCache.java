package io.varve.journal.segment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Segments of a folder that stay mapped once they were asked for, so that a look at a generation costs no system call. For as
 * long as the files stay what they are; when they may have been replaced, another cache is needed.
 */
public final class SegmentCache implements Segments
{
    /** Segments that are kept; of two that share a place the one that was asked for last. */
    private static final int PLACES = 4_096;

    private final Path folder;
    private final SegmentFolder files;
    private final long wholeLength;
    private final AtomicReferenceArray<Segment> places = new AtomicReferenceArray<>(PLACES);
    private volatile long first = -1;
    private volatile long last = -1;

    /**
     * Of the folder {@code journal} of a data directory.
     *
     * @param wholeLength bytes of a file that will not grow; a shorter one is mapped anew each time.
     */
    public SegmentCache(final Path folder, final long wholeLength)
    {
        this.folder = folder;
        this.wholeLength = wholeLength;
        files = new SegmentFolder(folder);
    }

    @Override
    public long first()
    {
        if (first < 0)
        {
            if (last() < 0)
            {
                return 0;
            }
            first = files.first();
        }
        return first;
    }

    /** Numbers are dense, so whether there is another one is one question to the file system. */
    @Override
    public long last()
    {
        long known = last;
        if (known < 0)
        {
            known = files.last();
        }
        while (known >= 0 && Files.exists(folder.resolve(SegmentNames.file(known + 1))))
        {
            known++;
        }
        last = known;
        return known;
    }

    @Override
    public Segment open(final long number)
    {
        if (number < 0)
        {
            return null;
        }
        final int place = (int)(number % PLACES);
        final Segment known = places.get(place);
        if (known != null && known.number() == number)
        {
            return known;
        }
        final Segment opened = files.open(number);
        if (opened != null && opened.buffer().capacity() >= wholeLength)
        {
            places.set(place, opened);
        }
        return opened;
    }
}
