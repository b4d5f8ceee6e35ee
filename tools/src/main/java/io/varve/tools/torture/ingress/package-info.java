/** Clients that no node should have: they send what no schema allows, stop in the middle, flood, and never listen. */
package io.varve.tools.torture.ingress;
