/**
 * From many writers to one order: records are claimed in an off-heap arena by LMAX Disruptor sequences, admitted one
 * by one, and sealed into generations that a {@link io.varve.ring.GenerationSink} takes.
 *
 * <pre>
 *  RecordPublisher ──claim, fill, crc, commit──▶ RecordRing ──▶ Sealer: admit ▶ plan ▶ encode ──▶ GenerationSink
 *        ▲                                                        │
 *        └───────────── CompletionRing: position, version ◀───────┘
 * </pre>
 *
 * <p>Stages are code, not threads: {@link io.varve.ring.Stages} says who runs the {@link io.varve.ring.Sealer}: the
 * publisher that commits, or a thread of its own. Nothing on this path allocates, locks, or calls the kernel, apart from the first
 * use of a name. The package depends on codec and {@code com.lmax.disruptor} only; what admits and what stores are seams.
 */
package io.varve.ring;
