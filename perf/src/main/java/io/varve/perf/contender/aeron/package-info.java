/** Aeron Archive as a contender: media driver and archive in the writer's process, recording over IPC. */
package io.varve.perf.contender.aeron;
