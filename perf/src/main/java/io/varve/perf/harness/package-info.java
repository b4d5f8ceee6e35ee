/**
 * How every suite measures: {@link io.varve.perf.harness.Turns} runs ours and the peers in turns (ours, peer, ours, peer …),
 * {@link io.varve.perf.harness.SuiteRun} is what a {@link io.varve.perf.harness.Suite} is given and puts its rows into.
 *
 * <p>Figures are medians of rounds, since absolute ones move with the machine; what counts is the ratio of the same run. A
 * peer that fails is left out by name; when ours fails, the run fails.
 */
package io.varve.perf.harness;
