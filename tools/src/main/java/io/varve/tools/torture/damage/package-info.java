/** A sample log, the answers that it must give, and ways to damage its files. */
package io.varve.tools.torture.damage;
