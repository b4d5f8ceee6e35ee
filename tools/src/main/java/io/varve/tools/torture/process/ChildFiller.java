package io.varve.tools.torture.process;

import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.StoreContext;

import java.nio.file.Path;

/** A process that writes through a full disk and on, until its input ends; says what {@link ChildWriter} does. */
public final class ChildFiller
{
    private ChildFiller()
    {
    }

    /**
     * Runs it.
     *
     * @param args data directory.
     */
    public static void main(final String[] args) throws Exception
    {
        try (EmbeddedEventStore store =
            EmbeddedEventStore.open(new StoreContext().directory(Path.of(args[0])).segmentLength(512 * 1024)))
        {
            System.out.println("ready");
            final Thread thread = new Thread(() -> ChildWriter.fill(store, 0));
            thread.start();
            while (System.in.read() >= 0)
            {
                // Until whoever started it has enough.
            }
            ChildWriter.stop();
            thread.join();
        }
        System.out.println("closed");
    }
}
