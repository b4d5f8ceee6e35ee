/**
 * Stores of many streams that are set against each other, behind one small seam: {@link io.varve.perf.streamlog.StreamLog}
 * appends batches and reads a whole stream. All of them run in this process, and a process uses one of them only.
 *
 * <p>Each is set as its makers recommend for this work, and read in the fastest way that its Java interface has. The peers'
 * classes are used here and nowhere else in this module.
 */
package io.varve.perf.streamlog;
