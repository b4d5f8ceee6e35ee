/**
 * What was measured, on what, as a table for people and as JSON for programs: {@link io.varve.perf.report.Report}. Knows
 * nothing of how it was measured.
 */
package io.varve.perf.report;
