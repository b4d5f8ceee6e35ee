/** How much of what a client asks for a node gives it. */
package io.varve.replication.limit;
