package io.varve.tools.demo;

import io.varve.tools.lines.EventLine;
import io.varve.tools.lines.EventLineException;
import io.varve.tools.lines.EventLineParser;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * Compares what a tail prints with what was written: the event at position P must be line P of the input, each once,
 * each after the one before it.
 *
 * <p>A line that equals no input at its position counts as an event that was not lost but invented: it leaves its
 * position lost, and is told as {@link #firstDifference()}.
 */
final class DeliveryCheck
{
    private final EventLine expected = new EventLine();
    private final EventLine actual = new EventLine();
    private final EventLineParser expectedParser = new EventLineParser(expected);
    private final EventLineParser actualParser = new EventLineParser(actual);
    private final BitSet delivered = new BitSet();
    private final List<byte[]> input;
    private long lastPosition = -1;
    private long duplicated;
    private String firstDifference;

    DeliveryCheck(final List<byte[]> input)
    {
        this.input = input;
    }

    /** Takes the next line of the tail. */
    void onLine(final byte[] bytes, final int offset, final int length, final long number)
    {
        try
        {
            actualParser.parse(number, bytes, offset, length);
        }
        catch (final EventLineException e)
        {
            differs("the tail's " + e.getMessage());
            return;
        }

        final long position = actual.position();
        if (position < 0 || position >= input.size())
        {
            differs("an event that nobody wrote: position=" + position);
            return;
        }
        final byte[] line = input.get((int)position);
        expectedParser.parse(position + 1, line, 0, line.length);
        if (!isSame())
        {
            differs("another event than line " + (position + 1) + " of the input: position=" + position);
            return;
        }
        if (delivered.get((int)position))
        {
            duplicated++;
            return;
        }
        if (position < lastPosition)
        {
            differs("an event out of order: position=" + position + ", after=" + lastPosition);
        }
        delivered.set((int)position);
        lastPosition = position;
    }

    /** Input lines that were not delivered. */
    long lost()
    {
        return input.size() - delivered.cardinality();
    }

    /** Events that were delivered again. */
    long duplicated()
    {
        return duplicated;
    }

    /** What else was wrong; null for nothing. */
    String firstDifference()
    {
        return firstDifference;
    }

    private boolean isSame()
    {
        return expected.domain().equals(actual.domain()) &&
            expected.aggregate().equals(actual.aggregate()) &&
            Objects.equals(expected.key(), actual.key()) &&
            expected.id() == actual.id() &&
            expected.type().equals(actual.type()) &&
            expected.timestampNs() == actual.timestampNs() &&
            Arrays.equals(
                expected.data(), 0, expected.length(), actual.data(), 0, actual.length());
    }

    private void differs(final String what)
    {
        if (firstDifference == null)
        {
            firstDifference = what;
        }
    }
}
