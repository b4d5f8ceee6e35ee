/**
 * What group commit gives: acks that say that their event is on stable storage, of one writer, of many, and of many that do not
 * wait for each: {@link io.varve.perf.durable.DurableSuite}.
 */
package io.varve.perf.durable;
