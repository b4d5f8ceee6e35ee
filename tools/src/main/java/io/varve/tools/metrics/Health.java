package io.varve.tools.metrics;

/**
 * Whether a node works.
 *
 * @param isGood whether clients can write to it.
 * @param text   one line: what is wrong, or how it is.
 */
public record Health(boolean isGood, String text)
{
}
