/**
 * Writing JSON as bytes: escaped strings and flat objects of one line.
 *
 * <p>Depends on {@link io.varve.tools.console.Output} alone. {@link io.varve.tools.json.JsonStrings} stands on the
 * path of every event that a command prints.
 */
package io.varve.tools.json;
