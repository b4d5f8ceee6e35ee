package io.varve.journal.key;

import io.varve.codec.key.AnonymousKeyMemory;
import io.varve.codec.key.KeyHeader;
import io.varve.codec.key.KeyTable;
import io.varve.journal.directory.BootId;
import io.varve.journal.directory.DurableFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * The file {@code index/keys}: the table of all keys of a journal, kept by its writer, mapped by readers of other processes.
 *
 * <p>It is made with the first key. It is believed when it is of this journal and either was closed cleanly at the end of this very
 * log, or was written in this boot of the machine, so that nothing of it can be lost; else it is made anew.
 */
public final class KeyTableFile implements AutoCloseable
{
    private static final int STATE_UNKNOWN = -1;

    private final Path file;
    private final long journalIdHigh;
    private final long journalIdLow;
    private final BootId bootId;

    private KeyFile memory;
    private KeyTable table;
    private int foundState = STATE_UNKNOWN;
    private long foundChain;

    /** Epoch of the journal once it is open for writing, 0 before. */
    private long epoch;

    /** Of a journal; nothing is opened or made. */
    public KeyTableFile(final Path file, final long journalIdHigh, final long journalIdLow, final BootId bootId)
    {
        this.file = file;
        this.journalIdHigh = journalIdHigh;
        this.journalIdLow = journalIdLow;
        this.bootId = bootId;
    }

    /** Opens what a writer before left; null when there is none, or it is not to be believed. */
    public synchronized KeyTable open()
    {
        release();
        try
        {
            memory = KeyFile.open(file);
        }
        catch (final IOException e)
        {
            return null;
        }
        if (memory == null)
        {
            return null;
        }
        final KeyHeader header = new KeyHeader(memory);
        if (!header.isValid() || !header.isOf(journalIdHigh, journalIdLow) ||
            header.state() != KeyHeader.STATE_CLEAN &&
                (header.state() != KeyHeader.STATE_OPEN || !header.isOfBoot(bootId.high(), bootId.low())))
        {
            release();
            return null;
        }
        foundState = header.state();
        foundChain = header.chain();
        final KeyTable opened = KeyTable.open(memory);
        if (!opened.settle() || !header.isComplete())
        {
            release();
            return null;
        }
        table = opened;
        return table;
    }

    /** Whether what was {@linkplain #open opened} can be that of a log with such an end. */
    public synchronized boolean fits(final long chain)
    {
        return foundState != KeyHeader.STATE_CLEAN || foundChain == chain;
    }

    /** Makes an empty table in the place of whatever was there; in memory, when the disk has no room for it. */
    public synchronized KeyTable create()
    {
        discard();
        final long tableId = new SecureRandom().nextLong();
        try
        {
            memory = KeyFile.create(file);
            table = KeyTable.create(memory, tableId);
            describe(epoch == 0 ? KeyHeader.STATE_NONE : KeyHeader.STATE_OPEN, 0);
        }
        catch (final IOException e)
        {
            table = KeyTable.create(new AnonymousKeyMemory(), tableId);
        }
        return table;
    }

    /** Drops what is there, and tells readers that have it mapped. */
    public synchronized void discard()
    {
        try
        {
            if (memory == null)
            {
                memory = KeyFile.open(file);
            }
            if (memory != null)
            {
                new KeyHeader(memory).describe(0, 0, 0, 0, 0, KeyHeader.STATE_NONE, 0);
                memory.delete();
            }
        }
        catch (final IOException e)
        {
            throw DurableFiles.failure("drop the table of keys", file, e);
        }
        finally
        {
            release();
        }
    }

    private void release()
    {
        if (memory != null)
        {
            memory.close();
        }
        memory = null;
        table = null;
        foundState = STATE_UNKNOWN;
    }

    private void describe(final int state, final long chain)
    {
        if (memory != null)
        {
            table.header().describe(journalIdHigh, journalIdLow, bootId.high(), bootId.low(), epoch, state, chain);
        }
    }

    /** Says that the table is true of the log, which is open for writing from now on. */
    public synchronized void opened(final long journalEpoch)
    {
        epoch = journalEpoch;
        if (table != null)
        {
            describe(KeyHeader.STATE_OPEN, 0);
        }
    }

    /** Puts the table on stable storage and says that it is true of the log up to a chain. */
    public synchronized void closed(final long chain)
    {
        try
        {
            if (memory != null && table.header().isComplete())
            {
                memory.force();
                describe(KeyHeader.STATE_CLEAN, chain);
                memory.force();
            }
        }
        catch (final IOException e)
        {
            return; // not said to be clean, so not believed after the next boot
        }
        finally
        {
            release();
        }
    }

    /** Ends without saying that anything is true. */
    @Override
    public synchronized void close()
    {
        release();
    }

    /**
     * The table as a reader of another process sees it.
     *
     * @param chain of the log's end when it was closed cleanly, or 0.
     * @return null when there is none to be believed.
     */
    public static KeyTable follow(
        final Path file,
        final long journalIdHigh,
        final long journalIdLow,
        final BootId bootId,
        final long epoch,
        final long chain)
    {
        try
        {
            final KeyFile followed = KeyFile.follow(file);
            if (followed == null)
            {
                return null;
            }
            final KeyHeader header = new KeyHeader(followed);
            final boolean isClean = header.state() == KeyHeader.STATE_CLEAN;
            if (header.isValid() && header.isOf(journalIdHigh, journalIdLow) && header.epoch() == epoch &&
                (isClean && header.chain() == chain ||
                    (isClean || header.state() == KeyHeader.STATE_OPEN) && header.isOfBoot(bootId.high(), bootId.low())))
            {
                return KeyTable.follow(followed);
            }
            followed.close();
            return null;
        }
        catch (final IOException e)
        {
            return null;
        }
    }

    /**
     * Looks at everything in the table, as a reader of another process sees it; parameters as of {@link #follow}.
     *
     * @return why the next writer will make it anew, or null: it will not, or there is none.
     */
    public static String fault(
        final Path file,
        final long journalIdHigh,
        final long journalIdLow,
        final BootId bootId,
        final long epoch,
        final long chain)
    {
        if (!Files.exists(file))
        {
            return null;
        }
        final KeyTable table = follow(file, journalIdHigh, journalIdLow, bootId, epoch, chain);
        if (table == null)
        {
            return "not of the end of this log";
        }
        try (table)
        {
            return table.header().isComplete() ? table.fault() : "keys are missing for want of room";
        }
    }
}
