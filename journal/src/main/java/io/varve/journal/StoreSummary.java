package io.varve.journal;

/**
 * What a data directory holds.
 *
 * @param journalId        32 hexadecimal digits.
 * @param epoch            grows with every cut, restore or reseed.
 * @param events           that stand in the journal, holes not counted.
 * @param generations      that hold them.
 * @param segments         files of the journal that hold generations.
 * @param bytes            of all generations.
 * @param overheadPerEvent bytes of the generations beyond the events' data, an event; 0 without events.
 * @param instances        streams that have events.
 * @param producers        named ones that have written.
 * @param firstPosition    of the first event.
 * @param nextPosition     behind the last valid event.
 * @param journaled        position behind the last event in the mapped journal.
 * @param synced           position behind the last event on stable storage.
 * @param replicated       position behind the last event on a majority; 0 without a cluster.
 */
public record StoreSummary(
    String journalId,
    long epoch,
    long events,
    long generations,
    long segments,
    long bytes,
    double overheadPerEvent,
    long instances,
    long producers,
    long firstPosition,
    long nextPosition,
    long journaled,
    long synced,
    long replicated)
{
}
