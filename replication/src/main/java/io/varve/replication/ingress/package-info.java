/**
 * What comes from clients: sessions, their publishers, and the thread that looks after all of them. A message is checked against
 * its bounds, then acted on, or left with Aeron until there is room for it: then Aeron holds back that client, and only that one.
 */
package io.varve.replication.ingress;
