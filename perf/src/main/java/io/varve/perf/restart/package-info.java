/** How long a start takes on a full directory, after a clean stop and after a kill. */
package io.varve.perf.restart;
