package io.varve.journal.stream;

/** Where links can be read by their number. Thread-safe. */
interface LinkSource
{
    /**
     * Reads a link.
     *
     * @return false when it is not here, or its place is damaged.
     */
    boolean read(long link, LinkView into);
}
