/**
 * The life of a connection: greeting, heartbeats, names, questions and answers, and all of it again when the node, a driver or the
 * network was gone.
 *
 * <p>Polling is code, not a thread: whoever waits for something polls for everybody under a flag ({@link
 * io.varve.client.session.Pump}). One thread a store, {@code varve-client}, does what must go on when nobody waits.
 */
package io.varve.client.session;
