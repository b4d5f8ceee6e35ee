package io.varve.tools.load;

import io.varve.api.Durability;

/**
 * How to import.
 *
 * @param durability level at which an event counts as acked.
 * @param batch      most neighbouring lines of one instance that become one batch.
 * @param skip       lines at the start that were imported before.
 * @param producer   name under which the lines are numbered, so that none is written twice; null for none.
 * @param source     what the input is called in errors.
 */
public record LoadSettings(Durability durability, int batch, long skip, String producer, String source)
{
}
