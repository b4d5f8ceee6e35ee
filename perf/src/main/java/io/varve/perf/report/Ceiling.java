package io.varve.perf.report;

/**
 * What this machine can do at best.
 *
 * @param value in its unit.
 * @param unit  of the value.
 * @param what  was measured, for people.
 */
public record Ceiling(double value, String unit, String what)
{
}
