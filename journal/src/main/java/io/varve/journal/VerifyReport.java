package io.varve.journal;

import java.util.List;

/**
 * What a look at every byte of a data directory found.
 *
 * @param generations      valid ones.
 * @param events           in them.
 * @param bytes            of them.
 * @param corrupt          places that were synced and are not what was written.
 * @param torn             places above the watermark that are incomplete: the next start cuts them.
 * @param framing          segments whose events are whole while other bytes of the file are not what was written: Chronicle's own
 *                         tools may stumble over them.
 * @param indexesToRebuild index files that are missing or damaged: the next writer rebuilds them.
 * @param seconds          that it took.
 * @param findings         a line for every corrupt or torn place, damaged framing and bad index: what, where, how much.
 */
public record VerifyReport(
    long generations,
    long events,
    long bytes,
    long corrupt,
    long torn,
    long framing,
    long indexesToRebuild,
    double seconds,
    List<String> findings)
{
    /** Whether bytes that were written are not what was written. */
    public boolean isDamaged()
    {
        return corrupt > 0 || framing > 0;
    }
}
