/**
 * The keys of instances, off-heap: text to number and number to text for as many keys as the disk holds, in one table that a
 * process keeps in memory of its own or maps from a file, so that others can read it too.
 *
 * <p>Start at {@link io.varve.codec.key.KeyTable}.
 */
package io.varve.codec.key;
