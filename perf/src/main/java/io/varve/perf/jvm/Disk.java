package io.varve.perf.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Room on the disk. */
public final class Disk
{
    private static final long ROOM_AT_LEAST = 1L << 30;

    private Disk()
    {
    }

    /**
     * A full disk in the middle would cost everybody on the machine more than a word ahead.
     *
     * @throws IOException when there is not room for so many bytes and some more.
     */
    public static void checkRoom(final Path directory, final long bytes) throws IOException
    {
        final long freeBytes = Files.getFileStore(directory).getUsableSpace();
        final long neededBytes = bytes > Long.MAX_VALUE - ROOM_AT_LEAST ? Long.MAX_VALUE : bytes + ROOM_AT_LEAST;
        if (freeBytes < neededBytes)
        {
            throw new IOException("not enough room on the disk: data=" + directory + ", freeMiB=" + (freeBytes >> 20) +
                ", neededMiB=" + (neededBytes >> 20) + "; ask for less, or another --data");
        }
    }
}
