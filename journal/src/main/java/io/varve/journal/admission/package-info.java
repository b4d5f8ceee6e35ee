/**
 * What decides besides versions: which batches of which producer are written already.
 *
 * <p>Start reading at {@link io.varve.journal.admission.ProducerState}; {@link io.varve.journal.admission.ProducerTable} holds one
 * a producer and is rebuilt from the log.
 */
package io.varve.journal.admission;
