package io.varve.journal.segment;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
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
        if (!file.endsWith(SUFFIX))
        {
            return -1;
        }
        try
        {
            final LocalDateTime hour =
                LocalDateTime.parse(file.substring(0, file.length() - SUFFIX.length()) + ":00",
                    DateTimeFormatter.ofPattern("uuuuMMdd-HH'F:'mm"));
            final long number = hour.toEpochSecond(ZoneOffset.UTC) / SECONDS_A_SEGMENT;
            return file(number).equals(file) ? number : -1;
        }
        catch (final DateTimeException e)
        {
            return -1;
        }
    }
}
