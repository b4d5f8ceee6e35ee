package io.varve.api;

/** A kind of thing in a domain. Thread-safe. */
public interface Aggregate
{
    String domain();

    String name();

    /** The instance with a number; numbers and keys are different spaces. */
    Instance instance(long id);

    /**
     * The instance with a key.
     *
     * @param key 1 to 1,024 bytes of UTF-8.
     */
    Instance instance(String key);
}
