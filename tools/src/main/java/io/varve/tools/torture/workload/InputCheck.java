package io.varve.tools.torture.workload;

import io.varve.api.Batch;
import io.varve.api.EventCursor;
import io.varve.api.LogReader;
import io.varve.api.Query;
import io.varve.codec.EventLogException;
import io.varve.tools.lines.EventInput;
import io.varve.tools.lines.EventLine;
import io.varve.tools.lines.EventLineParser;
import io.varve.tools.lines.LineReader;
import io.varve.tools.torture.SuiteRun;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Holds a log against the event lines that were loaded into it: each line once, in their order, every field and byte of it. */
public final class InputCheck
{
    private final List<String> expected = new ArrayList<>();

    /** Of lines that say no time: whatever the event was stamped with is right. */
    private final Set<String> timeless = new HashSet<>();

    private InputCheck()
    {
    }

    /**
     * Reads the lines.
     *
     * @param input plain or gzip.
     */
    public static InputCheck of(final Path input) throws IOException
    {
        final InputCheck check = new InputCheck();
        final EventLine line = new EventLine();
        final EventLineParser parser = new EventLineParser(line);
        try (InputStream raw = Files.newInputStream(input); InputStream in = EventInput.open(raw))
        {
            final LineReader reader = new LineReader(in);
            while (reader.next())
            {
                if (!reader.isBlank())
                {
                    parser.parse(reader.number(), reader.buffer(), reader.offset(), reader.length());
                    check.add(line);
                }
            }
        }
        return check;
    }

    /** Lines with an event. */
    public int lines()
    {
        return expected.size();
    }

    /**
     * Reads all of a log.
     *
     * @param lines how many of the input's first lines must be there; fewer than all while an import is not through.
     * @param when  says in a finding when it was.
     * @return events in the log, -1 when it cannot be read.
     */
    public long run(final SuiteRun run, final LogReader log, final long lines, final String when)
    {
        final List<String> found = new ArrayList<>();
        try (EventCursor cursor = log.query(Query.all()))
        {
            while (cursor.next())
            {
                if (cursor.position() != found.size() || !cursor.verify())
                {
                    run.undetected(when + ": position=" + cursor.position() + ", expected=" + found.size() +
                        ", checksum fits=" + cursor.verify());
                    return -1;
                }
                found.add(text(cursor));
            }
        }
        catch (final EventLogException e)
        {
            run.lost(when + ": the log cannot be read, events=" + found.size() + ": " + e.getMessage());
            return -1;
        }
        if (found.size() < lines || found.size() > expected.size() || !expected.subList(0, found.size()).equals(found))
        {
            tell(run, found, lines, when);
        }
        return found.size();
    }

    /** Says what differs, by how often each event is there: equal lines are in real inputs too. */
    private void tell(final SuiteRun run, final List<String> found, final long lines, final String when)
    {
        final Map<String, Integer> missing = new HashMap<>();
        expected.subList(0, (int)lines).forEach(line -> missing.merge(line, 1, Integer::sum));
        final Map<String, Integer> surplus = new HashMap<>();
        found.forEach(event -> surplus.merge(event, 1, Integer::sum));
        expected.forEach(line -> surplus.merge(line, -1, Integer::sum));
        found.forEach(event -> missing.merge(event, -1, Integer::sum));
        final long lost = missing.values().stream().filter(count -> count > 0).mapToLong(Integer::longValue).sum();
        final long doubled = surplus.values().stream().filter(count -> count > 0).mapToLong(Integer::longValue).sum();
        final String where = when + ": lines=" + lines + ", events=" + found.size() + ", first difference at position=" +
            firstDifference(found);
        if (lost > 0)
        {
            run.lost(where + ", missing=" + lost);
        }
        if (doubled > 0)
        {
            run.duplicated(where + ", surplus=" + doubled);
        }
        if (lost + doubled == 0)
        {
            run.undetected(where + ", the same events in another order");
        }
    }

    private int firstDifference(final List<String> found)
    {
        int position = 0;
        while (position < found.size() && position < expected.size() && found.get(position).equals(expected.get(position)))
        {
            position++;
        }
        return position;
    }

    private void add(final EventLine line)
    {
        final String text = text(line.domain(), line.aggregate(), line.key(), line.id(), line.type(), line.metadata(),
            new UnsafeBuffer(line.data()), line.length());
        if (line.timestampNs() == Batch.STAMP_AT_PUBLISH)
        {
            timeless.add(text);
            expected.add(text);
        }
        else
        {
            expected.add(text + " @" + line.timestampNs());
        }
    }

    private String text(final EventCursor event)
    {
        final String text = text(event.domain(), event.aggregate(), event.key(), event.id(), event.type(), event.metadata(),
            event.data(), event.length());
        return timeless.contains(text) ? text : text + " @" + event.timestampNs();
    }

    private static String text(
        final String domain,
        final String aggregate,
        final String key,
        final long id,
        final String type,
        final Map<String, String> metadata,
        final DirectBuffer data,
        final int length)
    {
        final byte[] bytes = new byte[length];
        data.getBytes(0, bytes);
        return domain + '/' + aggregate + '/' + (key == null ? id : '"' + key) + ' ' + type + ' ' + new TreeMap<>(metadata) + ' ' +
            HexFormat.of().formatHex(bytes);
    }
}
