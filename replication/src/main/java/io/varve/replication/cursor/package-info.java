/** Places that a node keeps for subscribers under a name: a file each, replaced as a whole, and one holder at a time. */
package io.varve.replication.cursor;
