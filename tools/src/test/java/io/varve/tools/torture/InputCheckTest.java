package io.varve.tools.torture;

import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventStore;
import io.varve.tools.torture.workload.InputCheck;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A check that cannot fail is worth nothing. */
class InputCheckTest
{
    private static final List<Integer> ALL = List.of(0, 1, 2, 3, 4, 5);

    private final List<String> findings = new ArrayList<>();

    @TempDir
    private Path folder;
    private InputCheck check;

    /** Lines 0 and 3 are equal, as in real inputs; every second one has a time. */
    @BeforeEach
    void writeInput() throws IOException
    {
        final Path input = folder.resolve("input");
        final List<String> lines = new ArrayList<>();
        for (final int number : ALL)
        {
            lines.add("{\"domain\":\"d\",\"aggregate\":\"a\",\"id\":" + number % 3 + ",\"type\":\"T\"," +
                (number % 2 == 0 ? "" : "\"time\":" + time(number) + ",") + "\"data\":\"" + data(number) + "\"}");
        }
        lines.set(3, lines.get(0));
        Files.write(input, lines);
        check = InputCheck.of(input);
        assertEquals(ALL.size(), check.lines());
    }

    private static long time(final int number)
    {
        return 1_600_000_000_000_000_000L + number;
    }

    private static String data(final int number)
    {
        return "line " + number;
    }

    private long look(final List<Integer> numbers, final long lines)
    {
        final TortureSettings settings = new TortureSettings("x", 1, 1, Sabotage.NONE, null, null, 0, 0);
        final SuiteRun run = new SuiteRun(1, folder, settings, new Tally(), findings::add);
        try (EventStore store = EventStore.connect("mem://"))
        {
            for (final int number : numbers)
            {
                final int line = number == 3 ? 0 : number;
                final Batch batch = Batch.of(Event.of("T", data(line)));
                store.domain("d").aggregate("a").instance(line % 3)
                    .put(line % 2 == 0 ? batch : batch.withTimestampNs(time(line)), Durability.JOURNALED);
            }
            return check.run(run, store, lines, "then");
        }
    }

    private void assertFinds(final String kind, final List<Integer> numbers)
    {
        look(numbers, ALL.size());
        assertEquals(1, findings.size(), findings.toString());
        assertTrue(findings.get(0).startsWith("seed=1 " + kind + ": then: "), findings.get(0));
        findings.clear();
    }

    @Test
    void shouldFindNothingInAnEqualLog()
    {
        assertEquals(6, look(ALL, ALL.size()));
        assertEquals(List.of(), findings);
    }

    @Test
    void shouldFindNothingInABeginningWhenNotAllIsExpected()
    {
        assertEquals(0, look(List.of(), 0));
        assertEquals(4, look(List.of(0, 1, 2, 3), 2));
        assertEquals(List.of(), findings);
    }

    @Test
    void shouldFindWhatIsMissing()
    {
        assertFinds("lost", List.of(0, 1, 2, 3, 4));
        assertFinds("lost", List.of(1, 2, 3, 4, 5));
        assertFinds("lost", List.of(0, 1, 2, 4, 5));
        assertFinds("lost", List.of());
    }

    @Test
    void shouldFindWhatIsThereTwice()
    {
        assertFinds("duplicated", List.of(0, 1, 2, 3, 4, 5, 5));
        assertFinds("duplicated", List.of(0, 0, 1, 2, 3, 4, 5));
        assertFinds("duplicated", List.of(0, 1, 2, 3, 4, 5, 1));
    }

    @Test
    void shouldFindAnotherOrder()
    {
        assertFinds("undetected", List.of(0, 2, 1, 3, 4, 5));
    }

    @Test
    void shouldFindBothWhatIsMissingAndWhatIsThereTwice()
    {
        look(List.of(0, 1, 1, 3, 4, 5), ALL.size());
        assertEquals(2, findings.size(), findings.toString());
    }
}
