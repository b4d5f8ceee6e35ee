/**
 * Checks that what concurrent writers and readers of one stream saw could have happened in one order, each operation at some
 * moment between its call and its return: linearizability.
 *
 * <p>Streams are independent, so each has a history of its own. Start reading at {@link
 * io.varve.journal.linearizability.LinearizabilityChecker}.
 */
package io.varve.journal.linearizability;
