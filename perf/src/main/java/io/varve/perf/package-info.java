/**
 * What the product costs, measured: {@link io.varve.perf.Benchmarks} is the main class of {@code benchmarks.jar} and the
 * facade above the sub-packages.
 *
 * <p>{@code codec}, {@code ring} and {@code journal} hold JMH benchmarks of those modules; each checks its own result and fails
 * when it is not what was written. {@code compare} sets the product against {@code contender}s on the same work in one run,
 * {@code streams} sets it against the stores of {@code streamlog} on millions of streams.
 * {@code report} says what came out, {@code jvm} starts other JVMs. Nothing depends on this module.
 */
package io.varve.perf;
