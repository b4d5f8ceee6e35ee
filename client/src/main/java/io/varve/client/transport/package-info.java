/** The way to a node: channels of Aeron, and what becomes of them. Nothing else of the client knows Aeron. */
package io.varve.client.transport;
