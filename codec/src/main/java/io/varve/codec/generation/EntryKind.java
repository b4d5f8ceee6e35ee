package io.varve.codec.generation;

/** What a dictionary entry names. */
public enum EntryKind
{
    /** An aggregate of a domain; number 1 to 255. */
    AGGREGATE(1),

    /** An event type of a domain; number 1 to 65,535. */
    TYPE(2),

    /** A keyed instance of an aggregate; number unique in the journal, from 1. */
    KEY(3),

    /** A named producer; number unique in the journal, from 1. */
    PRODUCER(4);

    private final int code;

    EntryKind(final int code)
    {
        this.code = code;
    }

    /** The number that stands in the entry. */
    public int code()
    {
        return code;
    }

    /**
     * The kind of a number.
     *
     * @throws IllegalArgumentException for a number that no kind has.
     */
    public static EntryKind of(final int code)
    {
        return switch (code)
        {
            case 1 -> AGGREGATE;
            case 2 -> TYPE;
            case 3 -> KEY;
            case 4 -> PRODUCER;
            default -> throw new IllegalArgumentException("dictionary entry has an unknown kind: kind=" + code + ", highest=4");
        };
    }
}
