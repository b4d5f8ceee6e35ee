package io.varve.codec.dictionary;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/** Names of one kind in one scope, both ways. */
final class NameTable
{
    private final ConcurrentMap<String, Name> byText = new ConcurrentHashMap<>();
    private final ConcurrentMap<Long, Name> byNumber = new ConcurrentHashMap<>();
    private final String what;
    private final long maxNumber;

    NameTable(final String what, final long maxNumber)
    {
        this.what = what;
        this.maxNumber = maxNumber;
    }

    /** @return the name, or null when it has no number. */
    Name find(final String text)
    {
        return byText.get(text);
    }

    /** @return the name, or null when the number stands for none. */
    Name find(final long number)
    {
        return byNumber.get(number);
    }

    /** Finds a name, or numbers it. */
    Name number(final String text, final LongSupplier nextNumber)
    {
        final Name known = byText.get(text);
        return known != null ? known : byText.computeIfAbsent(text, key ->
        {
            final long number = nextNumber.getAsLong();
            if (number > maxNumber)
            {
                throw new EventLogException(
                    ErrorCode.TOO_MANY_NAMES, "no number is left for a new " + what + ": highest=" + maxNumber +
                    ", name=\"" + text + '"');
            }
            final Name name = new Name(number, key.getBytes(StandardCharsets.UTF_8), false);
            byNumber.put(number, name);
            return name;
        });
    }

    /** Takes over an entry that was read from the log. */
    void putWritten(final long number, final byte[] utf8)
    {
        if (number < 1 || number > maxNumber)
        {
            throw new EventLogException(ErrorCode.CORRUPT, "dictionary entry of " + what +
                " has an impossible number: number=" + number + ", lowest=1, highest=" + maxNumber);
        }
        final Name known = byNumber.get(number);
        if (known != null)
        {
            known.markWritten();
            return;
        }
        final Name name = new Name(number, utf8, true);
        byNumber.put(number, name);
        byText.put(name.text(), name);
    }

    int size()
    {
        return byText.size();
    }
}
