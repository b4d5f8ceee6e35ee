/**
 * Servers of peers, each started for one run on a private directory and a loopback port, and gone with it: {@link
 * io.varve.perf.server.ServerProcess}. One that is not installed says so, and its rows are left out.
 */
package io.varve.perf.server;
