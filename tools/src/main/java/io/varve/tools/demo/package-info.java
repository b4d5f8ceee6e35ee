/**
 * The main job end to end on bundled data: {@link io.varve.tools.demo.Demo} runs a node, a publisher, a
 * subscriber, a reader of the mapped files and a verifier, each a process of its own, and compares what came out with what went in.
 *
 * <p>It uses the command line only, as any user would. The output of each tail is read by a thread of its own; everything
 * that waits is bounded. Depends on this module's {@code lines} and {@code console}.
 */
package io.varve.tools.demo;
