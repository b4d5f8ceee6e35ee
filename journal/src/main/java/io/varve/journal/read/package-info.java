/**
 * Cursors over the log: a filter, a walk over generations forwards or backwards, and names for the numbers in them. The same code
 * serves readers in the writing process and in others. Depends on api, codec and the segment package.
 */
package io.varve.journal.read;
