package io.varve.tools.load;

/**
 * What an import did.
 *
 * @param events  written.
 * @param batches written.
 * @param already written before and found again.
 * @param seconds that it took, the sync at its end included.
 */
public record LoadReport(long events, long batches, long already, double seconds)
{
}
