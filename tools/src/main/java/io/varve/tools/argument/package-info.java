/**
 * What arguments mean: addresses, times, places to start from; each parses one text or says what it should have
 * been.
 *
 * <p>Immutable values, without I/O; they depend on the interface ({@code io.varve.api}) and the codec's rules for
 * names only.
 */
package io.varve.tools.argument;
