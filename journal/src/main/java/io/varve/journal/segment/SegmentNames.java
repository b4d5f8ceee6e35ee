package io.varve.journal.segment;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Names of segment files: those that Chronicle Queue's roll cycle FAST_HOURLY gives, where hour n since the epoch is segment
 * n. Names sort as their numbers do.
 */
public final class SegmentNames
{
    /** What segment files end with. */
    public static final String SUFFIX = ".cq4";

    /** What a file ends with that Chronicle takes for a segment when it needs one. */
    public static final String PREPARED_SUFFIX = ".precreated";

    private static final long SECONDS_A_SEGMENT = 3_600;
    private static final long HOURS_A_DAY = 24;
    private static final int NAME_LENGTH = "uuuuMMdd-HHF".length() + SUFFIX.length();
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuuMMdd-HH'F'");

    private SegmentNames()
    {
    }

    /** Name of a segment without its ending. */
    public static String base(final long segment)
    {
        return FORMAT.format(Instant.ofEpochSecond(segment * SECONDS_A_SEGMENT).atOffset(ZoneOffset.UTC));
    }

    /** Name of a segment's file. */
    public static String file(final long segment)
    {
        return base(segment) + SUFFIX;
    }

    /** @return the segment of a file's name, or -1 when it is not one of a segment. */
    public static long number(final String file)
    {
        if (file.length() != NAME_LENGTH || !file.endsWith(SUFFIX) || file.charAt(8) != '-' || file.charAt(11) != 'F')
        {
            return -1;
        }
        final int year = digits(file, 0, 4);
        final int month = digits(file, 4, 6);
        final int day = digits(file, 6, 8);
        final int hour = digits(file, 9, 11);
        if (year < 1970 || month < 1 || month > 12 || day < 1 || hour < 0 || hour > 23 ||
            day > YearMonth.of(year, month).lengthOfMonth())
        {
            return -1;
        }
        return LocalDate.of(year, month, day).toEpochDay() * HOURS_A_DAY + hour;
    }

    /** @return the number that digits say, or -1 when one of them is none. */
    private static int digits(final String text, final int from, final int to)
    {
        int number = 0;
        for (int i = from; i < to; i++)
        {
            final int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9)
            {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
