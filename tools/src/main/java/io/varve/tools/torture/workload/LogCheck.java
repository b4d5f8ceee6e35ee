package io.varve.tools.torture.workload;

import io.varve.api.EventCursor;
import io.varve.api.LogReader;
import io.varve.api.Query;
import io.varve.codec.EventLogException;
import io.varve.tools.torture.SuiteRun;
import io.varve.tools.torture.workload.Ledger.Acked;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds a log against what writers were told and against what any log must be. */
public final class LogCheck
{
    private final SuiteRun run;
    private final List<Long> ids = new ArrayList<>();
    private final Set<Long> seen = new HashSet<>();
    private final Map<Integer, Integer> lastNumber = new HashMap<>();
    private final Map<String, Long> nextVersion = new HashMap<>();
    private boolean isWhole = true;

    private LogCheck(final SuiteRun run)
    {
        this.run = run;
    }

    /**
     * Reads all of a log: positions without a gap, versions of each stream too, events of each writer once and in order, every
     * byte as written, everything that was acked at its position.
     *
     * @param when says in a finding when it was.
     * @return events in the log, -1 when it cannot be read.
     */
    public static long run(final SuiteRun run, final LogReader log, final List<Acked> acked, final String when)
    {
        final LogCheck check = new LogCheck(run);
        try (EventCursor cursor = log.query(Query.all()))
        {
            while (cursor.next())
            {
                check.take(cursor, when);
            }
        }
        catch (final EventLogException e)
        {
            run.lost(when + ": the log cannot be read, events=" + check.ids.size() + ": " + e.getMessage());
            return -1;
        }
        check.hold(acked, when);
        return check.ids.size();
    }

    private static long id(final int writer, final int number)
    {
        return (long)writer << 32 | number & 0xFFFF_FFFFL;
    }

    private void take(final EventCursor event, final String when)
    {
        final long position = ids.size();
        if (!Payload.isWhole(event.data(), event.length()) || event.position() != position)
        {
            fail(when + ": event is not what was written or not where it stands: position=" + event.position() +
                ", expected=" + position);
            ids.add(-1L);
            return;
        }
        final int writer = Payload.writer(event.data());
        final int number = Payload.number(event.data());
        final long id = id(writer, number);
        ids.add(id);
        if (!seen.add(id))
        {
            run.duplicated(when + ": writer=" + writer + ", number=" + number + ", position=" + position);
        }
        else if (lastNumber.getOrDefault(writer, -1) >= number)
        {
            fail(when + ": out of order: writer=" + writer + ", number=" + number + " behind " + lastNumber.get(writer));
        }
        lastNumber.put(writer, number);

        final String stream = event.domain() + '/' + event.aggregate() + '/' + (event.key() == null ? event.id() : event.key());
        final long version = nextVersion.getOrDefault(stream, 0L);
        if (event.version() != version)
        {
            fail(when + ": version differs: stream=" + stream + ", version=" + event.version() + ", expected=" + version);
        }
        nextVersion.put(stream, event.version() + 1);
    }

    private void fail(final String what)
    {
        if (isWhole)
        {
            run.undetected(what);
        }
        isWhole = false; // one finding a look: the others follow from it
    }

    private void hold(final List<Acked> acked, final String when)
    {
        for (final Acked ack : acked)
        {
            if (ack.position() >= ids.size() || ids.get((int)ack.position()) != id(ack.writer(), ack.number()))
            {
                run.lost(when + ": acked=" + ack + ", events=" + ids.size());
                return;
            }
        }
    }
}
