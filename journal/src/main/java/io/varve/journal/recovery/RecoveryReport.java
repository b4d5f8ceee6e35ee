package io.varve.journal.recovery;

import java.util.Locale;

/**
 * What a start found and did.
 *
 * @param previous         how the last writer ended.
 * @param cutGenerations   that were found incomplete above the watermark and everything behind them; kept in {@code cut/}.
 * @param events           in the log.
 * @param readySeconds     from the start to ready.
 * @param phases           what they went into, for people: {@code name=seconds}, with blanks between.
 */
public record RecoveryReport(Previous previous, long cutGenerations, long events, double readySeconds, String phases)
{
    /** How the last writer ended. */
    public enum Previous
    {
        /** There was none. */
        NEW("new"),

        /** By closing. */
        CLEAN("clean"),

        /** Its process died in this boot of the machine: page cache is as it left it. */
        KILLED("killed"),

        /** The machine was started anew since: only what was synced is certain. */
        POWER_LOST("power-lost");

        private final String text;

        Previous(final String text)
        {
            this.text = text;
        }

        @Override
        public String toString()
        {
            return text;
        }
    }

    /** Whether there was nothing to recover. */
    public boolean isClean()
    {
        return previous == Previous.NEW || previous == Previous.CLEAN;
    }

    /** One line. */
    @Override
    public String toString()
    {
        return String.format(
            Locale.ROOT, "previous=%s cut=%d ready=%.1fs", previous, cutGenerations, readySeconds);
    }
}
