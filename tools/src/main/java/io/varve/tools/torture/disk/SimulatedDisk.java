package io.varve.tools.torture.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** A folder as a disk: what is written into it by this disk's paths is only certain to stay once it was synced. */
public final class SimulatedDisk implements AutoCloseable
{
    private final Path folder;
    private final StableStorage storage = new StableStorage();
    private final DiskFileSystem fileSystem;
    private final AtomicLong changes = new AtomicLong();
    private volatile boolean isOff;

    /**
     * Over an existing folder; what it holds was synced.
     *
     * @param folder of the machine's own file system.
     * @param faults asked ahead of each operation.
     */
    public SimulatedDisk(final Path folder, final DiskFaults faults) throws IOException
    {
        this.folder = folder.toRealPath();
        storage.keepAll(this.folder);
        fileSystem = new DiskFileSystem((operation, file, length) -> before(faults, operation, file, length), storage);
    }

    private int before(final DiskFaults faults, final DiskOperation operation, final Path file, final int length)
        throws IOException
    {
        if (operation.isChange())
        {
            changes.incrementAndGet();
        }
        final int allowed = faults.before(operation, file, length);
        if (isOff)
        {
            throw new IOException("the power is off");
        }
        return allowed;
    }

    /** The folder as a path of this disk. */
    public Path path()
    {
        return fileSystem.path(folder);
    }

    /** Operations so far that changed something or synced it. */
    public long changes()
    {
        return changes.get();
    }

    /**
     * Cuts the power: nothing gets through any more. What a machine might find afterwards is put into another folder.
     *
     * @param random decides what has reached the disk of what was not synced.
     * @param target of the machine's own file system; made.
     * @param atCut  runs when nothing can be synced any more and before anything is looked at.
     * @return pages and names that were at stake; 0 when all was synced. -1 when the power was off already.
     */
    public long cutPower(final Random random, final Path target, final Runnable atCut) throws IOException
    {
        synchronized (storage)
        {
            if (isOff)
            {
                return -1;
            }
            atCut.run();
            final CutDice dice = new CutDice(random);
            storage.cut(folder, dice, target);
            isOff = true;
            return dice.changed();
        }
    }

    /** Whether the power was cut. */
    public boolean isOff()
    {
        return isOff;
    }

    @Override
    public void close() throws IOException
    {
        isOff = true;
        storage.close();
    }
}
