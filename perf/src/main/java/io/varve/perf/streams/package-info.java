/**
 * Millions of streams, written in runs and scattered, read whole at random, and started again: {@link
 * io.varve.perf.streams.StreamsSuite} is the way in.
 *
 * <p>For each store and each layout, one process writes everything at a rate below the disk's and closes, a second one opens what
 * the first left, reads streams at random and writes on until it is killed, a third one opens what the killed one left. So no
 * process measures what another one has warmed up in its heap, though the kernel's page cache is warm. Every event that is
 * read is compared byte for byte, and every stream has as many as were written.
 */
package io.varve.perf.streams;
