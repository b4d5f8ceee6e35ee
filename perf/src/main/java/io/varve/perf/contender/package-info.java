/**
 * Logs that are set against each other, behind one small seam: an {@link io.varve.perf.contender.EventWriter} and an {@link
 * io.varve.perf.contender.EventReader}, so that all of them do the same work in the same loop.
 *
 * <p>A process uses one contender only: calls through the seam are then as cheap as direct ones. The peers' classes are used here
 * and nowhere else in this module.
 */
package io.varve.perf.contender;
