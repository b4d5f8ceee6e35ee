package io.varve.replication.cursor;

import io.varve.api.Token;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.name.Names;
import io.varve.journal.directory.DurableFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * All named cursors of a node. A thread of its own writes them, since each is a sync: what is stored again while one is written,
 * is written once. Thread-safe.
 */
public final class NamedCursors implements AutoCloseable
{
    private static final String SUFFIX = ".cursor";

    /** Stands in no name, so that a part of one name is never another name. */
    private static final char PART_MARK = '%';

    private final Path folder;
    private final long waitNs;
    private final Map<String, Token> places = new HashMap<>();
    private final Map<String, CursorLease> leases = new HashMap<>();
    private final LinkedHashMap<String, Pending> pending = new LinkedHashMap<>();
    private final Thread thread;
    private boolean isRunning = true;

    /** What the thread writes just now, or null. */
    private String writing;

    /** Told when a place is on stable storage, or why it is not. */
    @FunctionalInterface
    public interface OnStored
    {
        /** @param failure null when it is stored. */
        void onStored(Token token, EventLogException failure);
    }

    private static final class Pending
    {
        private Token token;
        private final List<OnStored> waiters = new ArrayList<>();
    }

    /**
     * Of a node.
     *
     * @param folder of the files, made when it is needed; null to keep them in memory.
     * @param waitNs how long a claim waits for the holder's end.
     */
    public NamedCursors(final Path folder, final long waitNs)
    {
        this.folder = folder;
        this.waitNs = waitNs;
        thread = new Thread(this::run, "varve-cursors");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Asks for a cursor, which may have to wait until another has ended.
     *
     * @param part   1 to {@code parts}.
     * @param parts  1 for the whole.
     * @param holder who asks, for people.
     * @throws IllegalArgumentException for a name that breaks the rules.
     */
    public CursorClaim claim(final String name, final int part, final int parts, final String holder)
    {
        Names.checkCursorName(name);
        return new CursorClaim(this, parts <= 1 ? name : name + PART_MARK + part + '-' + parts, holder, waitNs);
    }

    /**
     * Takes a cursor.
     *
     * @return null when another holds it, or the place that the last one has left is not stored yet.
     * @throws EventLogException when its file cannot be read.
     */
    synchronized CursorLease take(final String key, final String holder)
    {
        if (leases.containsKey(key) || pending.containsKey(key) || key.equals(writing))
        {
            return null;
        }
        Token place = places.get(key);
        if (place == null && folder != null)
        {
            place = CursorFile.read(fileOf(key));
        }
        final CursorLease lease = new CursorLease(this, key, holder, place);
        leases.put(key, lease);
        return lease;
    }

    /** Who has it, for people. */
    synchronized String holderOf(final String key)
    {
        final CursorLease lease = leases.get(key);
        return lease == null ? "none, its last place is being stored" : lease.holder();
    }

    private Path fileOf(final String key)
    {
        return folder.resolve(key + SUFFIX);
    }

    synchronized void release(final String key, final CursorLease lease)
    {
        leases.remove(key, lease);
    }

    synchronized void store(final String key, final Token token, final OnStored onDone)
    {
        final Pending next = pending.computeIfAbsent(key, ignored -> new Pending());
        next.token = token;
        next.waiters.add(onDone);
        notifyAll();
    }

    private void run()
    {
        while (true)
        {
            final String key;
            final Pending next;
            synchronized (this)
            {
                while (pending.isEmpty() && isRunning)
                {
                    try
                    {
                        wait();
                    }
                    catch (final InterruptedException e)
                    {
                        isRunning = false;
                    }
                }
                if (pending.isEmpty())
                {
                    return;
                }
                key = pending.keySet().iterator().next();
                next = pending.remove(key);
                writing = key;
            }
            write(key, next);
        }
    }

    private void write(final String key, final Pending next)
    {
        EventLogException failure = null;
        try
        {
            if (folder != null)
            {
                DurableFiles.createFolders(folder);
                DurableFiles.writeAtomically(fileOf(key), CursorFile.encode(next.token, nowNs()));
            }
        }
        catch (final IOException e)
        {
            failure = DurableFiles.failure("named cursor cannot be stored", fileOf(key), e);
        }
        catch (final RuntimeException e)
        {
            failure = new EventLogException(ErrorCode.IO_ERROR, "named cursor cannot be stored: name=" + key + ", reason=" + e, e);
        }
        synchronized (this)
        {
            writing = null;
            if (failure == null)
            {
                places.put(key, next.token);
            }
        }
        for (final OnStored waiter : next.waiters)
        {
            waiter.onStored(next.token, failure);
        }
    }

    private static long nowNs()
    {
        return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    }

    /**
     * Places of all cursors, by name, and of parts by {@code name%part-parts}.
     *
     * @throws EventLogException when the folder, or a file in it, cannot be read.
     */
    public synchronized Map<String, Token> places()
    {
        final Map<String, Token> all = new TreeMap<>();
        if (folder != null && Files.isDirectory(folder))
        {
            try (Stream<Path> files = Files.list(folder))
            {
                for (final Path file : files.toList())
                {
                    final String fileName = file.getFileName().toString();
                    if (fileName.endsWith(SUFFIX))
                    {
                        all.put(fileName.substring(0, fileName.length() - SUFFIX.length()), CursorFile.read(file));
                    }
                }
            }
            catch (final IOException e)
            {
                throw DurableFiles.failure("named cursors cannot be listed", folder, e);
            }
        }
        all.putAll(places);
        return all;
    }

    /** Writes what is to be stored, and ends. Idempotent. */
    @Override
    public void close()
    {
        synchronized (this)
        {
            isRunning = false;
            notifyAll();
        }
        boolean wasInterrupted = false;
        while (thread.isAlive())
        {
            try
            {
                thread.join();
            }
            catch (final InterruptedException e)
            {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted)
        {
            Thread.currentThread().interrupt();
        }
    }
}
