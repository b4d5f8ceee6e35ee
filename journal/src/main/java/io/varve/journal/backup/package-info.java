/**
 * A copy of a journal as of a position, made while writing goes on, and the way back from it to a data directory.
 *
 * <p>{@code MANIFEST} names the files of a backup and binds them to one history. It comes last, by rename, and nothing that an
 * earlier one names is touched before: without a whole manifest there is no backup. Depends on history, segment, directory and
 * chronicle.
 */
package io.varve.journal.backup;
