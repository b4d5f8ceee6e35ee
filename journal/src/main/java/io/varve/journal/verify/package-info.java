/**
 * Looks at every byte of a data directory, beside a writer too, and says what is not as it should be, where, and how much of it.
 * Reads plainly, so that what the disk cannot read is a finding, and writes nothing. Depends on history, digest, index, segment.
 */
package io.varve.journal.verify;
