/**
 * What a start does before anything is written: tells torn from corrupt, cuts what is torn, and finds out where the log goes
 * on.
 */
package io.varve.journal.recovery;
