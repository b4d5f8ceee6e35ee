/** Benchmarks of the module ring, in front of a sink that only checks: what publishing costs without a journal. */
package io.varve.perf.ring;
