/**
 * Importing event lines: {@link io.varve.tools.load.Loader} publishes without waiting and notes what is acked.
 *
 * <p>One thread does everything: it reads, parses, publishes, polls acks and writes the acks file, so that "all lines
 * up to N are acked" needs no lock. Memory is bounded by the publisher's window and one line. Depends on the interface
 * ({@code io.varve.api}) and on this module's {@code lines} and {@code console}; it does not know how a store is
 * opened.
 */
package io.varve.tools.load;
