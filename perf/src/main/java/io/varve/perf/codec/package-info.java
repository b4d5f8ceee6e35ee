/** Benchmarks of the module codec: names, checksums, generations; in memory, one thread. */
package io.varve.perf.codec;
