/** Reading over a connection: queries, streams and tails that the node delivers, and questions about the log. */
package io.varve.client.read;
