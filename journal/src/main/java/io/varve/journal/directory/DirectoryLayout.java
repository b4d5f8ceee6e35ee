package io.varve.journal.directory;

import java.nio.file.Path;
import java.util.Set;

/**
 * Names in a data directory.
 *
 * @param root the directory.
 */
public record DirectoryLayout(Path root)
{
    /** Names that a start which was killed before {@code FORMAT} was written may have left behind. */
    static final Set<String> OWN_NAMES =
        Set.of("FORMAT", "FORMAT.new", "LOCK", "HOLDER", "watermark", "counters", "bookkeeping", "journal", "index", "cut");

    public Path format()
    {
        return root.resolve("FORMAT");
    }

    public Path lock()
    {
        return root.resolve("LOCK");
    }

    public Path holder()
    {
        return root.resolve("HOLDER");
    }

    public Path watermark()
    {
        return root.resolve("watermark");
    }

    public Path counters()
    {
        return root.resolve("counters");
    }

    public Path bookkeeping()
    {
        return root.resolve("bookkeeping");
    }

    /** Folder of the segments. */
    public Path journal()
    {
        return root.resolve("journal");
    }

    /** There as long as a restore into the directory is not finished. */
    public Path restoring()
    {
        return root.resolve("RESTORING");
    }

    /** Folder of what is derived from the journal. */
    public Path index()
    {
        return root.resolve("index");
    }

    /** Folder of the table of streams. */
    public Path streams()
    {
        return index().resolve("streams");
    }

    /** The table of all keys. */
    public Path keys()
    {
        return index().resolve("keys");
    }

    /** Folder of the places that a node keeps for subscribers under a name. */
    public Path cursors()
    {
        return root.resolve("cursors");
    }

    /** Folder of what recovery cut off. */
    public Path cut()
    {
        return root.resolve("cut");
    }
}
