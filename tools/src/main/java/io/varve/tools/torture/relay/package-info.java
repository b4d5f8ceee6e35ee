/** A bad network between a client and a node on one machine: a relay of datagrams that loses, doubles and holds them back. */
package io.varve.tools.torture.relay;
