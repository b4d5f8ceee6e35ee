package io.varve.tools.load;

import io.varve.api.Durability;
import io.varve.api.EventStore;
import io.varve.api.Producer;
import io.varve.api.Publisher;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.tools.console.CommandException;
import io.varve.tools.console.Console;
import io.varve.tools.lines.EventLine;
import io.varve.tools.lines.EventLineException;
import io.varve.tools.lines.EventLineParser;
import io.varve.tools.lines.LineReader;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/**
 * Imports event lines into a store without waiting for each ack, and says exactly how far it came when it has to stop.
 */
public final class Loader
{
    /** Most batches without an ack; a store's window must not be smaller. */
    public static final int WINDOW_LENGTH = 512;

    private final EventLine line = new EventLine();
    private final EventLineParser parser = new EventLineParser(line);
    private final BatchPublisher batches;
    private final PendingBatch pending;
    private final AckLedger ledger;
    private final InFlight inFlight;
    private final LoadSettings settings;
    private final LoadProgress progress;

    /** Null when lines are not numbered. */
    private final LineSequence sequence;

    private Loader(
        final EventStore store,
        final Publisher publisher,
        final AckFile acks,
        final LoadSettings settings,
        final Console console)
    {
        this.settings = settings;
        batches = new BatchPublisher(store, publisher);
        pending = new PendingBatch(settings.batch());
        ledger = new AckLedger(acks, settings.skip());
        inFlight = new InFlight(store, publisher, ledger, settings.durability());
        progress = new LoadProgress(console);
        sequence = publisher instanceof Producer producer ? new LineSequence(producer) : null;
    }

    /**
     * Imports a stream; when this returns, everything is synced, as far as the medium can.
     *
     * @param in   plain or already decompressed; not closed.
     * @param acks gets acked lines; null for none.
     * @throws CommandException when it had to stop: what was acked before is synced, and the message says where to go
     *                          on.
     */
    public static LoadReport load(
        final EventStore store,
        final InputStream in,
        final AckFile acks,
        final LoadSettings settings,
        final Console console)
    {
        final Durability strongest = store.defaultDurability();
        if (settings.durability().compareTo(strongest) > 0)
        {
            throw new EventLogException(ErrorCode.DURABILITY_UNAVAILABLE, "this store cannot give the durability: " +
                "durability=" + settings.durability() + ", strongest=" + strongest);
        }
        try (Publisher publisher = settings.producer() == null ? store.publisher() : store.publisher(settings.producer()))
        {
            return new Loader(store, publisher, acks, settings, console).load(new LineReader(in));
        }
    }

    private LoadReport load(final LineReader lines)
    {
        final long startNs = System.nanoTime();
        skip(lines);
        try
        {
            publishAll(lines);
            finish();
        }
        catch (final EventLineException e)
        {
            throw stopped(e.line() - 1, e);
        }
        catch (final IOException e)
        {
            throw stopped(lines.number(), new EventLineException(lines.number() + 1, reason(e), e));
        }
        catch (final EventLogException | CommandException e)
        {
            throw stopped(-1, e);
        }
        finally
        {
            progress.clear();
        }
        final double seconds = (System.nanoTime() - startNs) / (double)TimeUnit.SECONDS.toNanos(1);
        final long already = ledger.already() + (sequence == null ? 0 : sequence.passed());
        return new LoadReport(ledger.events(), ledger.batches(), already, seconds);
    }

    private void skip(final LineReader lines)
    {
        final boolean skipped;
        try
        {
            skipped = lines.skip(settings.skip());
        }
        catch (final IOException e)
        {
            throw CommandException.failed(CommandException.IO_ERROR,
                settings.source() + ": line " + (lines.number() + 1) + ": " + reason(e), e);
        }
        if (!skipped)
        {
            throw CommandException.failed(CommandException.BAD_INPUT,
                "--skip must not be more than the input's lines: skip=" + settings.skip() + ", lines=" +
                lines.number() + ", input=" + settings.source(), null);
        }
    }

    private void publishAll(final LineReader lines) throws IOException
    {
        while (true)
        {
            if (lines.mayBlock())
            {
                // Whoever feeds us may wait for the acks before it goes on.
                publishPending();
                inFlight.settleAll();
            }
            if (!lines.next())
            {
                return;
            }
            if (!lines.isBlank() && (sequence == null || sequence.next()))
            {
                parser.parse(lines.number(), lines.buffer(), lines.offset(), lines.length());
                join();
            }
        }
    }

    private void join()
    {
        if (!pending.accepts(line))
        {
            publishPending();
        }
        pending.add(line);
        if (pending.isFull())
        {
            publishPending();
        }
    }

    private void publishPending()
    {
        if (pending.count() > 0)
        {
            inFlight.awaitRoom();
            try
            {
                publish();
                inFlight.onPublished(pending);
            }
            finally
            {
                // Invariant: what the store refused at once is not tried again when the import is brought to its end.
                pending.clear();
            }
            progress.update(ledger.events());
        }
    }

    private void publish()
    {
        try
        {
            batches.publish(pending);
        }
        catch (final IllegalArgumentException e)
        {
            throw new EventLineException(pending.line(0), e.getMessage(), e);
        }
        catch (final EventLogException e)
        {
            throw new EventLogException(e.code(), "line " + pending.line(0) + ": " + e.getMessage(), e);
        }
    }

    private void finish()
    {
        publishPending();
        inFlight.settleAll();
        inFlight.sync();
    }

    /**
     * Brings what was published before to its level and says how far that is.
     *
     * @param soundLine up to which the input is all right; -1 when it is not the input that failed.
     */
    private CommandException stopped(final long soundLine, final RuntimeException failure)
    {
        RuntimeException first = failure;
        long ackedThrough = -1;
        if (soundLine >= 0)
        {
            try
            {
                finish();
                // Blank lines in front of a bad one are through with the events before them.
                ackedThrough = soundLine;
            }
            catch (final EventLineException | EventLogException | CommandException e)
            {
                first = e;
            }
        }
        if (ackedThrough < 0)
        {
            inFlight.settleRest(first);
            ackedThrough = ledger.ackedThroughLine();
        }
        return sequence == null ?
            LoadStop.failure(settings.source(), first, ackedThrough, ledger.eventsBehindRefusal()) :
            LoadStop.repeatable(settings.source(), first, settings.producer());
    }

    private static String reason(final IOException e)
    {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
