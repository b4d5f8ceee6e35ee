/**
 * The generation: a sealed run of whole batches, the unit of CRC, flush, replication and index.
 *
 * <p>{@link io.varve.codec.generation.GenerationEncoder} writes one into memory that somebody else owns,
 * {@link io.varve.codec.generation.GenerationDecoder} checks and reads one where it stands, and
 * {@link io.varve.codec.generation.BatchDecoder} walks its batches, touching event data only when asked. Flyweights: one
 * thread each, no allocation after construction.
 */
package io.varve.codec.generation;
