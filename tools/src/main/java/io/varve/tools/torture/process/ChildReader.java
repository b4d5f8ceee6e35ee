package io.varve.tools.torture.process;

import io.varve.api.Durability;
import io.varve.api.LogReader;
import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.journal.DataDirectory;
import io.varve.tools.torture.workload.Payload;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process that follows a log: {@code P POSITION} now and then, {@code END POSITION} when it has come to the asked one. */
public final class ChildReader
{
    private static final int SAY_EVERY = 256;

    private ChildReader()
    {
    }

    /**
     * Runs it; the one line of its input says up to which position.
     *
     * @param args data directory.
     */
    public static void main(final String[] args) throws Exception
    {
        long upTo = Long.MAX_VALUE;
        long next = 0;
        try (LogReader reader = DataDirectory.openReader(Path.of(args[0]));
            Tailer tail = reader.tail(TailStart.beginning().withDurability(Durability.JOURNALED)))
        {
            System.out.println("ready");
            while (next < upTo)
            {
                if (tail.next(10, TimeUnit.MILLISECONDS))
                {
                    if (tail.position() != next || !Payload.isWhole(tail.data(), tail.length()))
                    {
                        System.out.println("WRONG at position=" + next + ", is=" + tail.position());
                        return;
                    }
                    next++;
                    if (next % SAY_EVERY == 0)
                    {
                        System.out.println("P " + next);
                    }
                }
                else if (upTo == Long.MAX_VALUE && System.in.available() > 0)
                {
                    upTo = Long.parseLong(new String(System.in.readNBytes(System.in.available())).trim());
                }
            }
        }
        System.out.println("END " + next);
    }
}
