/**
 * Puts generations that are damaged back to what was written, from another copy of the journal, where the chain proves that it is
 * the same. Depends on history, segment, directory and chronicle.
 */
package io.varve.journal.repair;
