/**
 * Names and keys beside the log: the table of all keys in the mapped file {@code index/keys}, the names files of sealed
 * segments, and how a start or a reader gets from both to a dictionary without reading the log.
 */
package io.varve.journal.key;
