package io.varve.journal.stream;

import io.varve.journal.directory.BootId;

import java.io.IOException;

/** Makes tables of streams, and opens those that a writer has left. */
final class StreamTables
{
    private StreamTables()
    {
    }

    /** A table of nothing, in place of what is there. */
    static StreamTable create(
        final StreamStorage storage, final long journalIdHigh, final long journalIdLow, final long table) throws IOException
    {
        final GrowingMemory memory = storage.createHeads();
        memory.grow();
        final HeadsControl control = new HeadsControl(memory);
        control.format(journalIdHigh, journalIdLow, table);
        return new StreamTable(control, HeadTable.create(control), new LinkLog(storage, table, 0), 0);
    }

    /**
     * The table that a writer has left, as far as it is one; whether it fits the journal is for the caller to say.
     *
     * @return null when there is none of this journal, or it is damaged.
     */
    static StreamTable open(final StreamFolder folder, final long journalIdHigh, final long journalIdLow) throws IOException
    {
        final GrowingMemory memory = folder.openHeads();
        if (memory == null || memory.length() == 0)
        {
            return null;
        }
        final HeadsControl control = new HeadsControl(memory);
        if (!control.isOf(journalIdHigh, journalIdLow) || control.streams() < 0)
        {
            return null;
        }
        final LinkLog links = LinkLog.open(folder, control.table(), control.links());
        final HeadTable heads = links == null ? null : HeadTable.open(control);
        return heads == null ? null : new StreamTable(control, heads, links, control.streams());
    }

    /** Puts a table on stable storage and marks it as complete up to a generation. */
    static void close(
        final StreamTable table, final BootId bootId, final long epoch, final long generation, final long chain) throws IOException
    {
        table.flush();
        table.links().force();
        table.control().memory().force();
        if (!table.control().isDistrusted())
        {
            table.control().clean(bootId, epoch, generation, chain);
            table.control().memory().force();
        }
    }
}
