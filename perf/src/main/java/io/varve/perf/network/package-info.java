/**
 * Publishing to another process, acknowledged: {@link io.varve.perf.network.NetworkSuite}. Each peer has a server that runs for the
 * whole suite, and a contender that talks to it; every round begins a fresh topic or stream.
 */
package io.varve.perf.network;
