package io.varve.tools.torture.suite;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.tools.torture.disk.DiskFaults;
import io.varve.tools.torture.disk.DiskOperation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** One fault of a disk, decided by a seed: which kind of operation, which one of them, and how it fails. */
final class PlannedFault implements DiskFaults
{
    private enum Kind
    {
        /** It fails once. */
        IO_ERROR,

        /** From there on there is no room, for a while. */
        NO_ROOM,

        /** Reads and writes are short. */
        SHORT
    }

    private static final DiskOperation[] OPERATIONS = {
        DiskOperation.SYNC, DiskOperation.SYNC, DiskOperation.SYNC_FOLDER, DiskOperation.WRITE, DiskOperation.CREATE,
        DiskOperation.RENAME, DiskOperation.MAP, DiskOperation.READ
    };

    private final Kind kind;
    private final DiskOperation operation;
    private final int first;
    private final int last;
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean isHealed;
    private volatile boolean hasHit;

    PlannedFault(final Random random)
    {
        kind = Kind.values()[random.nextInt(Kind.values().length)];
        operation = kind == Kind.IO_ERROR ? OPERATIONS[random.nextInt(OPERATIONS.length)] : DiskOperation.WRITE;
        first = random.nextInt(1 << 1 + random.nextInt(6));
        last = kind == Kind.IO_ERROR ? first : kind == Kind.SHORT ? Integer.MAX_VALUE : first + 1 + random.nextInt(8);
    }

    @Override
    public int before(final DiskOperation asked, final Path file, final int lengthBytes) throws IOException
    {
        if (isHealed || asked != operation && !(kind == Kind.NO_ROOM && asked == DiskOperation.CREATE))
        {
            return lengthBytes;
        }
        final int number = count.getAndIncrement();
        if (number < first || number > last)
        {
            return lengthBytes;
        }
        hasHit = true;
        switch (kind)
        {
            case NO_ROOM -> throw new IOException("No space left on device");
            case SHORT ->
            {
                return Math.max(1, lengthBytes / 3);
            }
            default -> throw new IOException("Input/output error");
        }
    }

    /** Nothing fails any more. */
    void heal()
    {
        isHealed = true;
    }

    boolean hasHit()
    {
        return hasHit;
    }

    /** Whether a writer may end with this. */
    boolean mayEnd(final EventLogException failure)
    {
        return switch (kind)
        {
            case IO_ERROR -> hasHit && failure.code() != ErrorCode.CORRUPT;
            case NO_ROOM -> hasHit && (failure.code() == ErrorCode.DISK_FULL);
            default -> false;
        };
    }

    @Override
    public String toString()
    {
        return kind + " of " + operation + ' ' + first + " to " + last;
    }
}
