package io.varve.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the history of one journal: what checkpoints, cursors, mirrors and backups keep.
 *
 * <p>As text: {@code journalId.epoch.position.chain}, the id as 32 and the chain as 16 hexadecimal digits.
 *
 * @param journalIdHigh first half of the journal's 128-bit id.
 * @param journalIdLow  second half.
 * @param epoch         of the journal when the token was taken.
 * @param position      of the next event.
 * @param chain         of the last generation that ends at or below the position.
 */
public record Token(long journalIdHigh, long journalIdLow, long epoch, long position, long chain)
{
    private static final Pattern TEXT = Pattern.compile(
        "([0-9a-f]{16})([0-9a-f]{16})\\.(\\d{1,10})\\.(\\d{1,19})\\.([0-9a-f]{16})");

    /**
     * Reads a token's text.
     *
     * @throws IllegalArgumentException when it is none.
     */
    public static Token parse(final String text)
    {
        final Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches())
        {
            throw new IllegalArgumentException("token must be journalId.epoch.position.chain: \"" + text + '"');
        }
        return new Token(
            Long.parseUnsignedLong(matcher.group(1), 16),
            Long.parseUnsignedLong(matcher.group(2), 16),
            Long.parseLong(matcher.group(3)),
            Long.parseLong(matcher.group(4)),
            Long.parseUnsignedLong(matcher.group(5), 16));
    }

    @Override
    public String toString()
    {
        return String.format("%016x%016x.%d.%d.%016x", journalIdHigh, journalIdLow, epoch, position, chain);
    }
}
