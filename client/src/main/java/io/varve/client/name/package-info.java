/** Domains, aggregates, instances and types of a store over a connection, and the numbers that messages have for them. */
package io.varve.client.name;
