/** Benchmarks of the embedded store, through its public interface; those on files delete them. */
package io.varve.perf.journal;
