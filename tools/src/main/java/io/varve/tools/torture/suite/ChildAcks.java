package io.varve.tools.torture.suite;

import io.varve.tools.torture.process.ChildProcess;
import io.varve.tools.torture.workload.Ledger;

import java.util.HashMap;
import java.util.Map;

/** What a writing process has said. */
final class ChildAcks
{
    private final Ledger ledger;
    private final Map<Integer, Integer> acked = new HashMap<>();
    private String failure;

    ChildAcks(final Ledger ledger)
    {
        this.ledger = ledger;
    }

    /** Takes lines until one begins with a text, or none comes in time. */
    boolean await(final ChildProcess child, final String text, final long timeoutMs) throws InterruptedException
    {
        final long deadlineNs = System.nanoTime() + timeoutMs * 1_000_000;
        while (System.nanoTime() < deadlineNs)
        {
            final String line = child.nextLine(Math.max(1, (deadlineNs - System.nanoTime()) / 1_000_000));
            if (line == null)
            {
                return false;
            }
            take(line);
            if (line.startsWith(text))
            {
                return true;
            }
        }
        return false;
    }

    /** Takes all that was said by a process that has ended. */
    void drain(final ChildProcess child) throws InterruptedException
    {
        for (String line = child.nextLine(1); line != null; line = child.nextLine(1))
        {
            take(line);
        }
    }

    private void take(final String line)
    {
        final String[] words = line.split(" ");
        if (words[0].equals("A") && words.length == 4)
        {
            final int writer = Integer.parseInt(words[1]);
            final int number = Integer.parseInt(words[2]);
            ledger.add(writer, number, 1, Long.parseLong(words[3]));
            acked.put(writer, number + 1);
        }
        else if (words[0].equals("E"))
        {
            failure = line;
        }
    }

    /** Number behind the last that was acked of a writer. */
    int next(final int writer)
    {
        return acked.getOrDefault(writer, 0);
    }

    /** What ended a writer, or null. */
    String failure()
    {
        return failure;
    }
}
