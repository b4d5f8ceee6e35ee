/** Suites of small parts, measured by JMH: {@link io.varve.perf.jmh.JmhSuite} runs the benchmarks of one package. */
package io.varve.perf.jmh;
