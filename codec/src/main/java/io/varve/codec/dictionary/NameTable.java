package io.varve.codec.dictionary;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

    /**
     * Takes over an entry that was read from the log.
     *
     * @throws EventLogException with {@link ErrorCode#CORRUPT} when the number stands for another name already, or the name has
     *                           another number.
     */
    Name putWritten(final long number, final byte[] utf8)
    {
        if (number < 1 || number > maxNumber)
        {
            throw new EventLogException(ErrorCode.CORRUPT, "dictionary entry of " + what +
                " has an impossible number: number=" + number + ", lowest=1, highest=" + maxNumber);
        }
        final Name known = byNumber.get(number);
        if (known != null)
        {
            if (!Arrays.equals(known.utf8(), utf8))
            {
                throw contradiction(number, utf8, known);
            }
            known.markWritten();
            return known;
        }
        final Name name = new Name(number, utf8, true);
        final Name other = byText.putIfAbsent(name.text(), name);
        if (other != null)
        {
            throw contradiction(number, utf8, other);
        }
        byNumber.put(number, name);
        return name;
    }

    private EventLogException contradiction(final long number, final byte[] utf8, final Name known)
    {
        return new EventLogException(ErrorCode.CORRUPT, "dictionary entries of " + what + " contradict each other: number=" +
            number + " is \"" + new String(utf8, StandardCharsets.UTF_8) + "\", but number=" + known.number() + " is \"" +
            known.text() + "\"; restore the journal from a backup");
    }

    int size()
    {
        return byText.size();
    }
}
