/** Breaks the protocol on purpose, by seed, and looks whether a node that has met it still serves everybody else. */
package io.varve.replication.fuzz;
