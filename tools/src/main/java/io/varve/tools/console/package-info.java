/**
 * The ends of a command: its streams, its exit codes, and how it fails.
 *
 * <p>The contract below the other packages of this module; it depends on none of them. Everything here belongs to one
 * thread, except {@link io.varve.tools.console.StopSignal}, which the JVM's shutdown raises.
 */
package io.varve.tools.console;
