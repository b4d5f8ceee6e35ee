package io.varve.tools.argument;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.regex.Pattern;

/** Text that names a moment: ISO-8601, or nanoseconds since the epoch. */
public final class TimeArgument
{
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d+");
    private static final int MIN_DIGITS = 10;
    private static final long NS_A_SECOND = 1_000_000_000L;

    private TimeArgument()
    {
    }

    /**
     * Reads a moment: a date alone is its midnight, a time without an offset is UTC.
     *
     * @return ns since the epoch.
     * @throws IllegalArgumentException for anything else, and for what 64 bits of nanoseconds do not reach.
     */
    public static long parse(final String text)
    {
        try
        {
            return WHOLE_NUMBER.matcher(text).matches() ? number(text) : nanoseconds(instant(text));
        }
        catch (final DateTimeException e)
        {
            throw refused(text, "", e);
        }
        catch (final ArithmeticException | NumberFormatException e)
        {
            throw refused(text, " between 1677-09-22 and 2262-04-11", e);
        }
    }

    private static long number(final String text)
    {
        final int digits = text.startsWith("-") ? text.length() - 1 : text.length();
        if (digits < MIN_DIGITS)
        {
            throw refused(text, "", null);
        }
        return Long.parseLong(text);
    }

    private static Instant instant(final String text)
    {
        if (text.indexOf('T') < 0 && text.indexOf('t') < 0)
        {
            return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        final TemporalAccessor time =
            DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
        return time instanceof OffsetDateTime ?
            ((OffsetDateTime)time).toInstant() : ((LocalDateTime)time).toInstant(ZoneOffset.UTC);
    }

    private static long nanoseconds(final Instant instant)
    {
        // Of a moment before the epoch, seconds * 10^9 may overflow although the sum with its nanoseconds does not.
        final long seconds = instant.getEpochSecond();
        return seconds < 0 ?
            Math.addExact(Math.multiplyExact(seconds + 1, NS_A_SECOND), instant.getNano() - NS_A_SECOND) :
            Math.addExact(Math.multiplyExact(seconds, NS_A_SECOND), instant.getNano());
    }

    private static IllegalArgumentException refused(final String text, final String range, final Exception cause)
    {
        return new IllegalArgumentException("time must be ISO-8601 such as 2014-02-07 or 2014-02-07T17:16:58Z" + range +
            ", or nanoseconds since the epoch in at least " + MIN_DIGITS + " digits: \"" + text + '"', cause);
    }
}
