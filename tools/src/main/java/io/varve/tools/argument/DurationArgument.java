package io.varve.tools.argument;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text that names a length of time, with its unit: {@code 50ms}, {@code 5s}. */
public final class DurationArgument
{
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(us|ms|s|m|h)");

    /** So that every length fits a count of nanoseconds. */
    private static final long MAX_HOURS = 1_000_000;

    private DurationArgument()
    {
    }

    /**
     * Reads a length of time.
     *
     * @throws IllegalArgumentException for anything else.
     */
    public static Duration parse(final String text)
    {
        final Matcher duration = DURATION.matcher(text);
        if (!duration.matches())
        {
            throw new IllegalArgumentException("duration must be a number with its unit, us, ms, s, m or h: \"" + text + '"');
        }
        final long amount = Long.parseLong(duration.group(1));
        if (amount > MAX_HOURS && "h".equals(duration.group(2)))
        {
            throw new IllegalArgumentException("duration must be at most " + MAX_HOURS + "h: \"" + text + '"');
        }
        return switch (duration.group(2))
        {
            case "us" -> Duration.ofNanos(amount * 1_000);
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    /** The text that is read as this length, in its largest whole unit. */
    public static String print(final Duration duration)
    {
        final long us = duration.toNanos() / 1_000;
        if (us % 1_000 != 0 || us == 0)
        {
            return us + "us";
        }
        final long ms = us / 1_000;
        return ms % 1_000 == 0 ? ms / 1_000 + "s" : ms + "ms";
    }
}
