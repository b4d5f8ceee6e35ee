package io.varve.journal.directory;

/**
 * What is known to be on stable storage: everything up to here was fsynced before this was written.
 *
 * @param number       of the last synced generation, -1 none.
 * @param nextPosition behind the last synced event.
 * @param chain        of the last synced generation.
 * @param segment      that holds it.
 * @param epoch        of the journal.
 * @param bootId       of the machine when it was written.
 * @param isClean      whether the store was closed cleanly: nothing follows.
 */
public record Watermark(
    long number, long nextPosition, long chain, long segment, long epoch, BootId bootId, boolean isClean)
{
}
