package io.varve.api;

/** An event type of a domain with its name looked up once, for publishers in a hurry. Thread-safe. */
public interface EventType
{
    String domain();

    String name();
}
