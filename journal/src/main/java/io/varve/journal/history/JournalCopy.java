package io.varve.journal.history;

import io.varve.journal.segment.Segments;

/**
 * One copy of a journal, wherever it stands.
 *
 * @param place         what to call it in messages: its directory.
 * @param journalIdHigh first half of the journal's 128-bit id.
 * @param journalIdLow  second half.
 * @param epoch         of the journal in this copy.
 * @param segmentLength bytes that its segments are filled up to.
 * @param segments      that hold its generations.
 * @param nextPosition  behind its last event; a generation ends there.
 */
public record JournalCopy(
    String place,
    long journalIdHigh,
    long journalIdLow,
    long epoch,
    int segmentLength,
    Segments segments,
    long nextPosition)
{
    /** The journal's id in 64 bits, as generations carry it. */
    public long foldedId()
    {
        return journalIdHigh ^ journalIdLow;
    }

    /** The journal's id as 32 hexadecimal digits. */
    public String journalIdText()
    {
        return String.format("%016x%016x", journalIdHigh, journalIdLow);
    }

    /** Whether both are copies of one journal, however far each has come. */
    public boolean isOfSameJournal(final JournalCopy other)
    {
        return journalIdHigh == other.journalIdHigh && journalIdLow == other.journalIdLow;
    }
}
