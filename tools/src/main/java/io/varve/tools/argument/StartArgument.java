package io.varve.tools.argument;

import io.varve.api.TailStart;
import io.varve.api.Token;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text that names where a tail starts: a position, a token, or the line that {@code head} prints. */
public final class StartArgument
{
    private static final Pattern POSITION = Pattern.compile("\\d{1,19}");
    private static final Pattern HEAD_LINE =
        Pattern.compile("journal=(\\S+)\\s+epoch=(\\S+)\\s+position=(\\S+)\\s+chain=(\\S+)");

    private StartArgument()
    {
    }

    /**
     * Reads a start.
     *
     * @throws IllegalArgumentException for anything else.
     */
    public static TailStart parse(final String text)
    {
        try
        {
            if (POSITION.matcher(text).matches())
            {
                return TailStart.at(Long.parseLong(text));
            }
            final Matcher line = HEAD_LINE.matcher(text.strip());
            return TailStart.at(Token.parse(line.matches() ?
                line.group(1) + '.' + line.group(2) + '.' + line.group(3) + '.' + line.group(4) : text));
        }
        catch (final IllegalArgumentException e)
        {
            throw new IllegalArgumentException("start must be a position (0 to " + Long.MAX_VALUE +
                ") or a token as `head` prints it: \"" + text + '"', e);
        }
    }
}
