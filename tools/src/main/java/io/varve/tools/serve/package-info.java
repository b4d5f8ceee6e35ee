/**
 * The appliance: {@link io.varve.tools.serve.Appliance} puts a store, a media driver, a node and an HTTP endpoint together,
 * runs them until it is told to stop, and takes them down in the order in which nothing is lost.
 */
package io.varve.tools.serve;
