/**
 * What is derived from sealed segments: one immutable file a segment and kind, {@code index/<segment>.<kind>}, with a frame
 * that binds it to exactly the content it was made from and a checksum a block.
 *
 * <p>{@link io.varve.journal.index.SegmentIndexer} walks a sealed segment once and feeds every {@link
 * io.varve.journal.index.SegmentIndexBuilder}. An index that is missing or damaged is never an error: it says so, and its
 * reader goes around it. Depends on codec, segment and directory.
 */
package io.varve.journal.index;
