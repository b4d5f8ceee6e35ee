package io.varve.perf.ingest;

import io.varve.perf.contender.Contender;
import io.varve.perf.contender.Shape;

/**
 * A row of ingest: one producer, until all is journaled.
 *
 * @param name   of the row.
 * @param shape  of what is written.
 * @param peer   that does the same.
 * @param target lowest ratio that is wanted, or none.
 */
record IngestWork(String name, Shape shape, Contender peer, double target)
{
}
