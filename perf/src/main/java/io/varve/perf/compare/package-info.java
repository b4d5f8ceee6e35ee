/**
 * The product and a peer on the same work in one run, in turns (ours, peer, ours, peer …): {@link
 * io.varve.perf.compare.Comparison} is the way in.
 *
 * <p>Each side of each round runs in a JVM of its own, warmed up by the same work: settings of one contender cannot leak into
 * the other, no round inherits the heap, the page tables or the luck of compilation of another one, and that luck is in the
 * spread that is printed. Figures are medians of rounds, since absolute ones move with the machine; what counts is the ratio.
 * Every round is checked: each event is read back and compared byte for byte.
 */
package io.varve.perf.compare;
