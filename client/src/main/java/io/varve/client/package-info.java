/**
 * The event store of another process: the same interface, over Aeron. It asks for no more than codec, api, and Aeron's client, so
 * that a publisher carries neither journal nor ring.
 */
package io.varve.client;
