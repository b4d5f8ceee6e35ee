package io.varve.tools.torture;

import java.nio.file.Path;

/**
 * What is asked for.
 *
 * @param suite    name of one, or null for all.
 * @param runs     of each suite, 0 for what it makes unless told.
 * @param seed     of the first run.
 * @param sabotage how the store is made worse.
 * @param report   file that takes the figures and what they were measured on, or null.
 * @param input    event lines for suites that load some, or null for their own.
 * @param events   of suites whose size is a setting, 0 for their own.
 * @param seconds  of suites whose time is a setting, 0 for their own.
 */
public record TortureSettings(
    String suite, long runs, long seed, Sabotage sabotage, Path report, Path input, long events, long seconds)
{
}
