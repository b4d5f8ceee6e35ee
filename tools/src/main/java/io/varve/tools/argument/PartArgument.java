package io.varve.tools.argument;

import io.varve.codec.name.InstancePart;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text that names a part of all instances: {@code 1/4}. */
public final class PartArgument
{
    private static final Pattern PART = Pattern.compile("(\\d{1,9})/(\\d{1,9})");

    private PartArgument()
    {
    }

    /**
     * Reads a part.
     *
     * @throws IllegalArgumentException for anything else.
     */
    public static InstancePart parse(final String text)
    {
        final Matcher part = PART.matcher(text);
        if (!part.matches())
        {
            throw new IllegalArgumentException("part must be like 1/4, from 1/N to N/N with N up to " + InstancePart.MAX_PARTS +
                ": \"" + text + '"');
        }
        return InstancePart.of(Integer.parseInt(part.group(1)), Integer.parseInt(part.group(2)));
    }
}
