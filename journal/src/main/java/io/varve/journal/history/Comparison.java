package io.varve.journal.history;

/**
 * How the histories of two copies of a journal stand to each other.
 *
 * @param isOneHistory whether both are the same up to where the shorter one ends.
 * @param generation   the first one that differs; behind the last common one without a difference.
 * @param position     of its first event; behind the last common event without a difference.
 * @param moreInFirst  events that only the first copy has behind that position.
 * @param moreInSecond events that only the second copy has.
 * @param reads        generations that were read.
 */
public record Comparison(
    boolean isOneHistory, long generation, long position, long moreInFirst, long moreInSecond, long reads)
{
    /**
     * Finds the first generation that differs, by bisection over the chains: equal chains mean equal histories.
     *
     * @throws io.varve.codec.EventLogException with {@link io.varve.codec.ErrorCode#CORRUPT} where a generation that has to
     *                                          be looked at is damaged.
     */
    public static Comparison of(final JournalCopy first, final JournalCopy second)
    {
        final HistoryProbe one = new HistoryProbe(first);
        final HistoryProbe two = new HistoryProbe(second);
        if (!first.isOfSameJournal(second))
        {
            return new Comparison(false, 0, 0, first.nextPosition(), second.nextPosition(), 0);
        }

        final long common = Math.min(one.lastNumber(), two.lastNumber());
        long equal = -1;
        long different = common + 1;
        if (one.chain(common) == two.chain(common))
        {
            equal = common;
        }
        while (different - equal > 1)
        {
            final long middle = equal + (different - equal) / 2;
            if (one.chain(middle) == two.chain(middle))
            {
                equal = middle;
            }
            else
            {
                different = middle;
            }
        }
        final long position = equal < 0 ? 0 : behind(one, two, equal);
        return new Comparison(equal == common, equal + 1, position, first.nextPosition() - position,
            second.nextPosition() - position, one.reads() + two.reads());
    }

    private static long behind(final HistoryProbe one, final HistoryProbe two, final long number)
    {
        if (one.find(number) != null)
        {
            return one.find(number).nextPosition();
        }
        if (two.find(number) != null)
        {
            return two.find(number).nextPosition();
        }
        return one.find(number + 1).firstPosition(); // it was read for its chain a moment ago
    }
}
