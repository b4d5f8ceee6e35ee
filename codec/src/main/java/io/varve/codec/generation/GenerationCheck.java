package io.varve.codec.generation;

/** What a look at the bytes where a generation should stand found. */
public enum GenerationCheck
{
    /** A whole generation with a good checksum. */
    VALID("valid"),

    /** No magic: nothing was written here, or it was overwritten. */
    NO_MAGIC("no generation magic"),

    /** A layout that this version does not read. */
    UNKNOWN_LAYOUT("unknown layout version"),

    /** Lengths that contradict each other or reach beyond what is there. */
    BAD_LENGTH("impossible length"),

    /** The checksum does not match the bytes. */
    BAD_CRC("crc mismatch");

    private final String text;

    GenerationCheck(final String text)
    {
        this.text = text;
    }

    /** For messages. */
    public String text()
    {
        return text;
    }
}
