package io.varve.journal;

import io.varve.api.Event;
import io.varve.api.EventSet;
import io.varve.api.LogReader;
import io.varve.api.Query;
import io.varve.journal.recovery.RecoveryReport.Previous;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A writing process that is killed at any moment loses nothing that was acked. */
class KilledWriterTest
{
    /** System property with the number of kills. */
    private static final String KILLS_PROP_NAME = "varve.test.kills";
    private static final int KILLS_DEFAULT = 6;

    @TempDir
    Path folder;

    @Test
    void shouldLoseNothingThatWasAckedHoweverOftenTheWriterIsKilled()
    {
        final int kills = Integer.getInteger(KILLS_PROP_NAME, KILLS_DEFAULT);
        Seeds.run(random ->
        {
            final Path directory = folder.resolve("data");
            final Path acks = folder.resolve("acks");
            for (int kill = 0; kill < kills; kill++)
            {
                try (ChildJvm child = ChildJvm.start(ChildWriter.class, directory, acks, "R" + kill, Long.MAX_VALUE))
                {
                    if (kill % 2 == 0)
                    {
                        child.awaitReady();
                    }
                    assertTrue(!child.endsWithin(random.nextInt(500)), child::said);
                    child.kill();
                }
                if (Files.exists(directory))
                {
                    assertEquals(0, DataDirectory.verify(directory).corrupt(), "kill=" + kill);
                    try (LogReader reader = DataDirectory.openReader(directory))
                    {
                        WrittenLog.assertHolds(reader.collect(Query.all()), acks);
                    }
                }
            }
            try (EmbeddedEventStore store = EmbeddedEventStore.open(new StoreContext().directory(directory)))
            {
                assertEquals(Previous.KILLED, store.recovery().previous());
                // One may have been begun and not finished: nobody was told of it, so nothing that was acked is in it.
                assertTrue(store.recovery().cutGenerations() <= 1, () -> "cut=" + store.recovery().cutGenerations());
                final EventSet log = store.collect(Query.all());
                WrittenLog.assertHolds(log, acks);
                assertEquals(log.count(), store.domain("child").aggregate("after").instance(1).put(Event.of("T", "x")).position());
                assertTrue(log.count() > 1_000, "events=" + log.count());
            }
            final VerifyReport report = DataDirectory.verify(directory);
            assertEquals(0, report.corrupt() + report.torn());
            assertEquals(report.generations(), PlainChronicle.readAll(directory).size());
        });
    }
}
