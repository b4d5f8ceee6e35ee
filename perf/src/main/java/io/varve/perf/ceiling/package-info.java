/** What this machine can do at best: {@link io.varve.perf.ceiling.Ceilings}, which the rows are held against. */
package io.varve.perf.ceiling;
