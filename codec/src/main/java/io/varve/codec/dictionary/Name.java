package io.varve.codec.dictionary;

import java.nio.charset.StandardCharsets;

/**
 * A name with its number. Its entry may not stand in the log yet: {@link #isWritten()} turns true, once, when the
 * generation that carries it is sealed. Safe to share between threads.
 */
public final class Name
{
    private final long number;
    private final byte[] utf8;
    private final String text;
    private volatile boolean written;

    Name(final long number, final byte[] utf8, final boolean written)
    {
        this.number = number;
        this.utf8 = utf8;
        this.text = new String(utf8, StandardCharsets.UTF_8);
        this.written = written;
    }

    /** The number that headers carry. */
    public long number()
    {
        return number;
    }

    /** The name. */
    public String text()
    {
        return text;
    }

    /** The name's UTF-8 bytes; not to be changed. */
    public byte[] utf8()
    {
        return utf8;
    }

    /** Whether the entry stands in the log. */
    public boolean isWritten()
    {
        return written;
    }

    /** Called by the one thread that seals generations. */
    public void markWritten()
    {
        written = true;
    }
}
