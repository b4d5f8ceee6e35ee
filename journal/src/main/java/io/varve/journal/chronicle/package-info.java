/**
 * The only package that knows Chronicle Queue: documents of a real Chronicle queue, one a generation, rolled by size.
 *
 * <p>Chronicle rolls by clock; its clock here is the number of the segment. Chronicle's own bookkeeping is written for its tools
 * and never read for truth. Files are zeroed ahead by a helper with plain writes, so that a full disk is an exception on the
 * helper and never a fault in a mapping.
 */
package io.varve.journal.chronicle;
