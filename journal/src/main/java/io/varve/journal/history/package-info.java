/**
 * Compares histories: finds generations by number or position in a few reads, and the first one in which two copies of a journal
 * differ. A copy is a data directory or a backup; nothing here knows which. Depends on segment only.
 */
package io.varve.journal.history;
