/**
 * Event lines: one event as one line of JSON, read with bounded memory and written without one object a line.
 *
 * <p>{@link io.varve.tools.lines.EventInput} and {@link io.varve.tools.lines.LineReader} cut a stream into lines,
 * {@link io.varve.tools.lines.EventLineParser} reads one, {@link io.varve.tools.lines.EventLineWriter} and
 * {@link io.varve.tools.lines.EventTextWriter} print one. One thread at a time. Depends on the interface
 * ({@code io.varve.api}), the codec, jackson-core, and this module's {@code console} and {@code json}.
 */
package io.varve.tools.lines;
