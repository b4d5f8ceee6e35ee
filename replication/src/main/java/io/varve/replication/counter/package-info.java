/** What a node counts, for operators and metrics. */
package io.varve.replication.counter;
