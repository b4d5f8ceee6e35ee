package io.varve.journal.backup;

/**
 * What a backup, or a restore of one, has done.
 *
 * @param journalId 32 hexadecimal digits.
 * @param epoch     of the journal; of a restore, the new one.
 * @param position  behind the last event that it holds.
 * @param chain     of the last generation that it holds.
 * @param segments  files that hold it.
 * @param copied    of them, written by this run.
 * @param kept      of them, found there whole.
 * @param bytes     of all of them.
 * @param seconds   that it took.
 */
public record BackupReport(
    String journalId, long epoch, long position, long chain, long segments, long copied, long kept, long bytes, double seconds)
{
}
