package io.varve.ring;

/** Receives the outcomes of a publisher's records in the order of their tickets. */
@FunctionalInterface
public interface OutcomeHandler
{
    /**
     * One outcome.
     *
     * @param outcome  a code of {@link Outcome}.
     * @param position of its first event, -1 when it was refused.
     * @param version  of its first event; of a refused one the stream's version, -1 for none.
     */
    void onOutcome(long ticket, int outcome, long position, long version);
}
