/** How fast a whole log is read: {@link io.varve.perf.read.ReadSuite}. */
package io.varve.perf.read;
