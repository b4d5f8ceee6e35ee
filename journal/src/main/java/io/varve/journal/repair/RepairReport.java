package io.varve.journal.repair;

import java.nio.file.Path;
import java.util.List;

/**
 * What a repair has done, or would do.
 *
 * @param repaired   generations that were put back.
 * @param segments   files that were written anew.
 * @param unrepaired generations that stay damaged.
 * @param kept       where the damaged files are kept; null when none were replaced.
 * @param done       a line for every place that was repaired.
 * @param left       a line for every place that could not be, and why.
 * @param seconds    that it took.
 */
public record RepairReport(
    long repaired, long segments, long unrepaired, Path kept, List<String> done, List<String> left, double seconds)
{
}
