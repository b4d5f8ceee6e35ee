/**
 * The command line: {@link io.varve.tools.Varve} runs one command and turns its outcome into an exit code.
 *
 * <p>The facade above the packages of this module: {@code command} holds the commands, {@code load} and {@code demo}
 * their work, {@code lines}, {@code argument} and {@code json} what they read and print, {@code console} the ends they
 * meet the outside with, at the bottom. None of them knows this package.
 */
package io.varve.tools;
