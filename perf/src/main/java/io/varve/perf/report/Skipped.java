package io.varve.perf.report;

/**
 * A row that was not measured.
 *
 * @param name of the row.
 * @param peer that it is measured against, or null when it is ours that is missing.
 * @param why  not.
 */
public record Skipped(String name, String peer, String why)
{
}
