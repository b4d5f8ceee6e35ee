package io.varve.tools.torture.disk;

import java.io.IOException;
import java.nio.file.Path;

/** Decides what goes wrong; asked ahead of every operation, by any thread. */
@FunctionalInterface
public interface DiskFaults
{
    /** Nothing goes wrong. */
    DiskFaults NONE = (operation, file, lengthBytes) -> lengthBytes;

    /** What an operation answers that was swallowed: it says that it is done, and nothing was. */
    int SWALLOWED = -1;

    /**
     * An operation is about to be done.
     *
     * @param file        of the machine's own file system.
     * @param lengthBytes of a read or a write, 1 otherwise.
     * @return bytes that a read or a write may take at most, or {@link #SWALLOWED}.
     * @throws IOException that the operation ends with instead.
     */
    int before(DiskOperation operation, Path file, int lengthBytes) throws IOException;
}
