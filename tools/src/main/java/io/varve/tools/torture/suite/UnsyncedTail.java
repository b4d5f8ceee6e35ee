package io.varve.tools.torture.suite;

import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.codec.EventLogException;
import io.varve.codec.Limits;
import io.varve.codec.generation.GenerationLayout;
import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.directory.BootId;
import io.varve.journal.directory.DirectoryLayout;
import io.varve.journal.directory.FormatFile;
import io.varve.journal.directory.Watermark;
import io.varve.journal.directory.WatermarkFile;
import io.varve.tools.torture.Sabotage;
import io.varve.tools.torture.SuiteRun;
import io.varve.tools.torture.damage.Answers;
import io.varve.tools.torture.damage.DamagedFile;
import io.varve.tools.torture.damage.GenerationMap;
import io.varve.tools.torture.damage.GenerationMap.Place;
import io.varve.tools.torture.damage.Look;
import io.varve.tools.torture.damage.SampleLog;
import io.varve.tools.torture.workload.Payload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A log whose last two generations were not synced when the power went; a segment long. */
final class UnsyncedTail
{
    /** Generations that were not synced. */
    static final int UNSYNCED = 2;

    private static final BootId EARLIER_BOOT = new BootId(1, 2);
    private static final int EVENTS = 60;
    private static final int LENGTH = 700;
    private static final int APPENDED = 5;

    private final Path directory;
    private final Answers answers;
    private final List<Place> places;

    UnsyncedTail(final Path directory) throws IOException
    {
        this.directory = directory;
        SampleLog.write(directory, EVENTS, LENGTH);
        putWholePages(directory);
        answers = Answers.of(directory);
        places = GenerationMap.of(directory);
        if (unsynced().stream().anyMatch(place -> place.length() != Limits.TARGET_GENERATION_LENGTH))
        {
            throw new IllegalStateException("the last generations are not of 4 KB: " + unsynced());
        }
        final DirectoryLayout layout = new DirectoryLayout(directory);
        final Place synced = places.get(places.size() - 1 - UNSYNCED);
        Files.delete(layout.watermark());
        try (WatermarkFile watermark = WatermarkFile.open(layout, FormatFile.read(layout)))
        {
            watermark.write(new Watermark(
                synced.number(), synced.nextPosition(), synced.chain(), synced.segment(), 1, EARLIER_BOOT, false));
        }
    }

    /** The last generations are of 4 KB exactly: one event each, whose names are known. */
    private static void putWholePages(final Path directory)
    {
        final int length = Limits.TARGET_GENERATION_LENGTH - GenerationLayout.HEADER_LENGTH -
            GenerationLayout.IDENTITY_LENGTH - GenerationLayout.BATCH_LENGTH - GenerationLayout.EVENT_LENGTH;
        try (EmbeddedEventStore store = EmbeddedEventStore.open(SampleLog.context(directory)))
        {
            for (int i = 0; i < UNSYNCED; i++)
            {
                store.domain("d1").aggregate("a").instance(1).put(
                    Batch.of(Event.of("T1", Payload.of(1, EVENTS + i, length))), Durability.JOURNALED);
            }
        }
    }

    /** The last generations, the last one last. */
    List<Place> unsynced()
    {
        return places.subList(places.size() - UNSYNCED, places.size());
    }

    /** Position behind the last event when a number of the last generations is gone. */
    long positionWithout(final int generations)
    {
        return places.get(places.size() - 1 - generations).nextPosition();
    }

    /** A copy that can be damaged. */
    Path copy(final SuiteRun run) throws IOException
    {
        return DamagedFile.copy(directory, run.folder().resolve("copy"));
    }

    /** The segment's file in a copy. */
    Path segment(final Path copy)
    {
        return copy.resolve(directory.relativize(places.get(0).file()).toString());
    }

    /** Starts on a damaged copy: the log ends where it must, goes on from there, and is right when it is read again. */
    void start(final SuiteRun run, final Path copy, final long expected, final String what) throws IOException
    {
        if (run.sabotage() == Sabotage.NO_CUT)
        {
            Sabotaged.takeForWhole(copy);
        }
        if (run.sabotage() == Sabotage.NO_CRC)
        {
            GenerationMap.restampChecksums(unsynced().stream().map(place -> new Place(segment(copy), place.segment(),
                place.wordOffset(), place.length(), place.number(), place.nextPosition(), place.chain())).toList());
        }
        try
        {
            final long found;
            try (EmbeddedEventStore store = EmbeddedEventStore.open(SampleLog.context(copy)))
            {
                found = store.positions().journaled();
                SampleLog.append(store, (int)found, APPENDED, LENGTH);
            }
            if (found < expected)
            {
                run.lost(what + ": the log ends at position=" + found + ", whole up to " + expected);
            }
            else if (found > expected)
            {
                run.undetected(what + ": the log ends at position=" + found + ", whole up to " + expected);
            }
            final Look look = Appended.look(copy, found, APPENDED);
            if (look.kind() != Look.Kind.SAME)
            {
                run.lost(what + ": behind a start: " + look.what());
            }
            Verified.check(run, copy, found + APPENDED);
        }
        catch (final EventLogException e)
        {
            run.lost(what + ": a start needs an operator: " + e.getMessage());
        }
    }

    /** Reads a damaged copy that was synced whole: what is served is what was written. */
    void read(final SuiteRun run, final Path copy, final String what)
    {
        final Look look = answers.look(copy);
        if (look.kind() == Look.Kind.WRONG)
        {
            run.undetected(what + ", read: " + look.what());
        }
    }

    /** Says in a copy that everything was synced. */
    void markSynced(final Path copy) throws IOException
    {
        final DirectoryLayout layout = new DirectoryLayout(copy);
        final Place last = places.get(places.size() - 1);
        try (WatermarkFile watermark = WatermarkFile.open(layout, FormatFile.read(layout)))
        {
            watermark.write(new Watermark(
                last.number(), last.nextPosition(), last.chain(), last.segment(), 1, EARLIER_BOOT, false));
        }
    }
}
