/**
 * Streams: for each one its version, which admission needs for every batch, and the generations that hold its events.
 *
 * <p>Everything here is derived from the log and can be thrown away.
 */
package io.varve.journal.stream;
