/**
 * The commands, one class each: options in, one call of the work, lines out.
 *
 * <p>The one package that knows picocli, and the one that opens stores. Each command runs on the thread that called
 * it. {@link io.varve.tools.command.Commands} puts them together; everything else is its own business.
 */
package io.varve.tools.command;
