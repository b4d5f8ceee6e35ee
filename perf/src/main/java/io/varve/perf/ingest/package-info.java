/**
 * How fast events go into a log: {@link io.varve.perf.ingest.IngestSuite} for what is embedded; {@link
 * io.varve.perf.ingest.IngestRound}, one side of one round in a JVM of its own, is used for logs with a server too.
 */
package io.varve.perf.ingest;
