/** Names: packed ASCII, the rules a name must keep, and the 16-byte identity of an aggregate. Stateless, thread-safe. */
package io.varve.codec.name;
