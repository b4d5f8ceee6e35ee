/**
 * The dictionary: numbers that stand in headers, and the names they stand for.
 *
 * <p>A name gets its number when it is first published and its entry in the log with the first batch that uses it, so a
 * refused batch leaves no trace and a journal explains itself. Reading names is lock-free on any thread; numbering a
 * new one takes a lock. Aggregates, event types and producers are few, and objects; keys are many, and stand in a
 * {@linkplain io.varve.codec.key.KeyTable table}.
 */
package io.varve.codec.dictionary;
