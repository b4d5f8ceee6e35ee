/**
 * What a running node says of itself over HTTP: {@code /metrics} in Prometheus' text format, {@code /health} for whoever
 * restarts it.
 *
 * <p>Plain HTTP on loopback unless told otherwise, by the JDK's own server on one thread; every answer is made anew from
 * counters that the node keeps anyway, so nobody who asks costs a writer anything.
 */
package io.varve.tools.metrics;
