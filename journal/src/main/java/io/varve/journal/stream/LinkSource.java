package io.varve.journal.stream;

/** Where links can be read by their number. Thread-safe. */
interface LinkSource
{
    /**
     * Reads a link.
     *
     * @return false when it is not here, or damaged; then {@link LinkView#isDamaged} is set.
     */
    boolean read(long link, LinkView into);
}
