/** A node: what clients over Aeron publish goes into its log, what they ask for comes out of it. */
package io.varve.replication;
