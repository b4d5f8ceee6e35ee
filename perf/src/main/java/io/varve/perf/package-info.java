/**
 * What the product costs, measured: {@link io.varve.perf.Benchmarks} is the main class of {@code benchmarks.jar} and the
 * facade above the sub-packages.
 *
 * <p>{@code bench} is the way in to suites that measure ours and {@code contender}s on the same work in one run: {@code ingest},
 * {@code durable}, {@code latency}, {@code read}, {@code streams} (on the stores of {@code streamlog}) and {@code network} (with
 * the servers of {@code server}). {@code harness} is what they share, {@code ceiling} what the machine can do, {@code report} says
 * what came out, {@code jvm} starts other JVMs. {@code codec}, {@code ring} and {@code journal} hold JMH benchmarks of those
 * modules; each checks its own result and fails when it is not what was written. Nothing depends on this module.
 */
package io.varve.perf;
