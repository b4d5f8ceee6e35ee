/**
 * The files of a data directory beside the journal itself: FORMAT, LOCK, HOLDER, watermark, counters.
 *
 * <p>{@code FORMAT} says whose directory it is and is written last when one is made. {@code LOCK} decides who may write,
 * {@code HOLDER} only informs. {@code watermark} says what is on stable storage, {@code counters} what can be read.
 * Depends on codec and ring only; nothing here knows Chronicle.
 */
package io.varve.journal.directory;
