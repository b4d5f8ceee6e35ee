package io.varve.journal.backup;

import java.util.List;

/**
 * What a backup holds: one journal up to a position.
 *
 * @param journalIdHigh first half of the journal's 128-bit id.
 * @param journalIdLow  second half.
 * @param epoch         of the journal when the backup was made.
 * @param position      behind the last event.
 * @param generations   that hold the events: the last one's number is one less.
 * @param chain         of the last generation.
 * @param segmentLength bytes that the journal's segments are filled up to.
 * @param parts         a file each, in the order of the log.
 */
record Manifest(
    long journalIdHigh,
    long journalIdLow,
    long epoch,
    long position,
    long generations,
    long chain,
    int segmentLength,
    List<Part> parts)
{
    /**
     * A segment, or the beginning of the one that was being written.
     *
     * @param segment        number of it.
     * @param isSealed       whether it is a whole segment file.
     * @param file           name in the backup, below its directory.
     * @param lengthBytes    of the file.
     * @param nextGeneration number behind its last generation.
     * @param chain          of that generation.
     * @param sha256         of the file, 64 hexadecimal digits.
     */
    record Part(
        long segment, boolean isSealed, String file, long lengthBytes, long nextGeneration, long chain, String sha256)
    {
    }

    String journalIdText()
    {
        return String.format("%016x%016x", journalIdHigh, journalIdLow);
    }

    /** Bytes of all files. */
    long lengthBytes()
    {
        return parts.stream().mapToLong(Part::lengthBytes).sum();
    }

    /** @return the part of a segment, or null when the backup ends before it. */
    Part part(final long segment)
    {
        for (final Part part : parts)
        {
            if (part.segment() == segment)
            {
                return part;
            }
        }
        return null;
    }

    /** Whether a file belongs to the backup. */
    boolean names(final String file)
    {
        return parts.stream().anyMatch(part -> part.file().equals(file));
    }
}
