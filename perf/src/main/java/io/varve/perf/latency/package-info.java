/**
 * From the intended time of an event to a reader that polls in another process, at a fixed rate: {@link
 * io.varve.perf.latency.LatencySuite}. A writer that is late does not get its lateness forgiven.
 */
package io.varve.perf.latency;
