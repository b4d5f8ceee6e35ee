/**
 * Segments as readers see them: contiguous bytes in which generations stand as documents, one behind the other.
 *
 * <p>{@link io.varve.journal.segment.GenerationWalker} is the one way through them, for tails, queries, recovery and verify
 * alike. It trusts magic, length, number and CRC of a generation, never the framing around it. Where the bytes come from,
 * files or memory, is behind {@link io.varve.journal.segment.Segments}. Depends on codec only.
 */
package io.varve.journal.segment;
