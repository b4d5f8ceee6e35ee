/** The way in: {@link io.varve.perf.bench.Bench} runs the suites that were asked for, one after the other, and reports. */
package io.varve.perf.bench;
