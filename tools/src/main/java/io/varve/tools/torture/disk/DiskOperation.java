package io.varve.tools.torture.disk;

/** What a store asks of a disk. */
public enum DiskOperation
{
    /** A file is made. */
    CREATE,

    /** Bytes are read, not by a mapping. */
    READ,

    /** Bytes are written, not by a mapping. */
    WRITE,

    /** A file is put on stable storage. */
    SYNC,

    /** The names in a folder are put on stable storage. */
    SYNC_FOLDER,

    /** A file or a folder gets another name. */
    RENAME,

    /** A file or a folder is deleted. */
    DELETE,

    /** A file is mapped. */
    MAP;

    /** Whether it changes anything, or promises that a change stays. */
    public boolean isChange()
    {
        return this != READ && this != MAP;
    }
}
