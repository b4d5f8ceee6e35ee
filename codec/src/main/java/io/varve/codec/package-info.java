/**
 * Bytes and what they mean: names, checksums, generations, and the dictionary that ties numbers to names.
 *
 * <p>The contract below everything else: the sub-packages depend on this one only for {@link io.varve.codec.Limits}, and on
 * nothing of Varve above. No class here does I/O, starts a thread or keeps memory that it was not given (but for the
 * keys of a dictionary that nobody gives a table); flyweights
 * never allocate after construction. The classes in {@code io.varve.codec.sbe} are generated from
 * {@code varve-schema.xml}; {@code docs/FORMAT.md} explains them with worked bytes.
 */
package io.varve.codec;
