/**
 * What goes to clients from the log: answers to questions, reads, subscriptions. A thread of its own walks all of them in turns, as
 * far as the credit of each goes, so that neither a long way through the log nor a slow reader holds up anybody's acks.
 */
package io.varve.replication.delivery;
