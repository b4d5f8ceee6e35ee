/** What group commit gives: acks a second that say synced, of one writer, of many, and of many with a window. */
package io.varve.perf.durable;
