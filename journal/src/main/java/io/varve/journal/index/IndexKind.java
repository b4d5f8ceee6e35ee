package io.varve.journal.index;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What an index file holds; its code stands in the file, its text ends the file's name. Only ever added to. */
public enum IndexKind
{
    /** Where each generation stands; positions, times, aggregates and types of runs of them. */
    GENERATIONS(1, "generations"),

    /** The places of each stream. */
    LINKS(2, "links", 2),

    /** Dictionary entries. */
    NAMES(3, "names"),

    /** What producers wrote in the segment: sessions and answers. */
    PRODUCERS(4, "producers"),

    /** Digest of the segment's file. */
    DIGEST(5, "digest");

    /** The kinds that a writer makes of each sealed segment. */
    public static final Set<IndexKind> BUILT = Collections.unmodifiableSet(EnumSet.allOf(IndexKind.class));

    private final int code;
    private final String suffix;
    private final int bodyVersion;

    IndexKind(final int code, final String suffix)
    {
        this(code, suffix, 1);
    }

    IndexKind(final int code, final String suffix, final int bodyVersion)
    {
        this.code = code;
        this.suffix = suffix;
        this.bodyVersion = bodyVersion;
    }

    /** Layout of the body of a kind, by its code; 1 of a kind that is not known. */
    static int bodyVersion(final int code)
    {
        for (final IndexKind kind : BUILT)
        {
            if (kind.code == code)
            {
                return kind.bodyVersion;
            }
        }
        return 1;
    }

    /** The number in the file's header. */
    public int code()
    {
        return code;
    }

    /** What the file's name ends with, behind a dot. */
    public String suffix()
    {
        return suffix;
    }
}
