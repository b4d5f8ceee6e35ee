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

    /**
     * Has a link loaded that will be read soon.
     *
     * @return anything; whoever uses it keeps the load from being left out.
     */
    int touch(long link);
}
