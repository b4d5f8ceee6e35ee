package io.varve.api;

/** A namespace. Thread-safe. */
public interface Domain
{
    String name();

    /**
     * A kind of thing in this domain.
     *
     * @throws IllegalArgumentException for a name that breaks the rules.
     */
    Aggregate aggregate(String name);

    /**
     * An event type of this domain.
     *
     * @throws IllegalArgumentException for a name that breaks the rules.
     */
    EventType type(String name);
}
