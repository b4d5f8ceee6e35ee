package io.varve.replication;

import io.varve.api.EventCursor;
import io.varve.api.Query;
import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.StoreContext;
import io.varve.replication.counter.NodeCounter;
import io.varve.replication.fuzz.IngressFuzz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class IngressFuzzTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldServeOthersWhateverAClientSends()
    {
        final long seed = new Random().nextLong();
        final List<Throwable> failures = new CopyOnWriteArrayList<>();
        try (TestDriver driver = new TestDriver(folder);
            EmbeddedEventStore store = EmbeddedEventStore.open(new StoreContext().directory(folder.resolve("data")));
            Node node = Node.launch(new NodeContext().store(store).aeronDirectory(driver.directory()).errorHandler(failures::add)))
        {
            final IngressFuzz.Report report =
                new IngressFuzz(seed).run(driver.directory(), TimeUnit.SECONDS.toNanos(6));
            final String what = "seed=" + seed + ", " + report + ", " + failures;
            assertEquals(List.of(), failures, what);
            assertEquals(0, report.stuck(), what);
            assertTrue(report.checks() > 0 && report.goodbyes() > 0, what);
            try (EventCursor cursor = store.query(Query.all()))
            {
                while (cursor.next())
                {
                    assertTrue(cursor.verify(), what);
                    cursor.metadata();
                }
            }
            assertTrue(node.counters().get(NodeCounter.BREACHES) > 0, what);
        }
    }
}
