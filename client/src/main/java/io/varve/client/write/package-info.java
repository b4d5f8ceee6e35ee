/** Writing to a node: publishers, producers, transactions, and what of them waits for its answer. */
package io.varve.client.write;
