/**
 * The writing end of a journal: a {@link io.varve.ring.GenerationSink} over a {@link
 * io.varve.journal.write.SegmentWriter}, and what decides about streams.
 *
 * <p>Where segments live is behind the seam: memory, or Chronicle's files.
 */
package io.varve.journal.write;
