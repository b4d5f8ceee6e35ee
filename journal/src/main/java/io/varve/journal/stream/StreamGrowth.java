package io.varve.journal.stream;

import io.varve.ring.Joining;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes room for links and heads before the writer needs it: making a file, writing its zeros and taking its first faults are for a
 * thread that nobody waits for. What is not there in time the writer makes itself.
 */
final class StreamGrowth implements AutoCloseable
{
    /** Links of room below which another chunk is made. */
    static final int LINKS_AHEAD = LinkChunk.LINKS / 2;

    /** Pages that are spare at least and at most before more are made: a table that grows splits a share of its pages at once. */
    private static final int MIN_PAGES_AHEAD = 96;
    private static final int MAX_PAGES_AHEAD = 1_024;
    private static final int SHARE_AHEAD = 4;

    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LinkLog links;
    private final HeadTable heads;
    private final Thread thread;
    private volatile long wantedFrom;
    private volatile boolean isWanted;
    private volatile boolean isRunning = true;

    StreamGrowth(final LinkLog links, final HeadTable heads)
    {
        this.links = links;
        this.heads = heads;
        thread = new Thread(this::run, "varve-streams");
        thread.setDaemon(true);
    }

    StreamGrowth start()
    {
        thread.start();
        return this;
    }

    /** Looks whether there is still room ahead of a link, and has more made if there is not; by the writer. */
    void look(final long nextLink)
    {
        if (links.roomFrom(nextLink) < LINKS_AHEAD || heads.sparePages() < pagesAhead())
        {
            wantedFrom = nextLink;
            if (!isWanted)
            {
                isWanted = true;
                LockSupport.unpark(thread);
            }
        }
    }

    private long pagesAhead()
    {
        return Math.max(MIN_PAGES_AHEAD, Math.min(MAX_PAGES_AHEAD, heads.pages() / SHARE_AHEAD));
    }

    private void run()
    {
        while (isRunning)
        {
            if (!isWanted)
            {
                LockSupport.park(this);
                continue;
            }
            isWanted = false; // before the work: what is wanted meanwhile, further on, is another round
            try
            {
                makeRoom();
            }
            catch (final IOException e)
            {
                isWanted = true; // the disk is full, or fails: again in a while; the writer hears it when it needs the room
                LockSupport.parkNanos(RETRY_NS);
            }
        }
    }

    private void makeRoom() throws IOException
    {
        if (links.roomFrom(wantedFrom) < LINKS_AHEAD)
        {
            links.grow(wantedFrom);
        }
        heads.grow(pagesAhead());
    }

    /** Ends the thread: no file is made behind this. */
    @Override
    public void close()
    {
        isRunning = false;
        LockSupport.unpark(thread);
        Joining.uninterruptibly(thread);
    }
}
