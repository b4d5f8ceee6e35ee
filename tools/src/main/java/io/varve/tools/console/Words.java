package io.varve.tools.console;

/** Makes text from anywhere fit for one line of a terminal. */
public final class Words
{
    private Words()
    {
    }

    /** The text with control characters, line ends and escape sequences spelled out. */
    public static String printable(final String text)
    {
        StringBuilder spelled = null;
        for (int i = 0; i < text.length(); i++)
        {
            final char c = text.charAt(i);
            if (isUnprintable(c))
            {
                if (spelled == null)
                {
                    spelled = new StringBuilder(text.length() + 16).append(text, 0, i);
                }
                spelled.append(String.format("\\u%04x", (int)c));
            }
            else if (spelled != null)
            {
                spelled.append(c);
            }
        }
        return spelled == null ? text : spelled.toString();
    }

    /** True when the text has no control characters, line ends or escape sequences. */
    public static boolean isPrintable(final String text)
    {
        return text.chars().noneMatch(c -> isUnprintable((char)c));
    }

    /** The text, or its beginning and an ellipsis. */
    public static String shortened(final String text, final int highest)
    {
        if (text.length() <= highest)
        {
            return text;
        }
        final int end = Character.isHighSurrogate(text.charAt(highest - 1)) ? highest - 1 : highest;
        return text.substring(0, end) + "...";
    }

    private static boolean isUnprintable(final char c)
    {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }
}
