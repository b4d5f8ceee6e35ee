package io.varve.tools.command;

import io.varve.tools.console.CommandException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

import java.util.List;
import java.util.concurrent.Callable;

/** Measures the product; a program of its own, which the launcher starts: this one holds no peers and nothing to measure with. */
@Command(
    name = "bench",
    description = "Measures the product, alone or beside its peers (by ./varve, from the sources).",
    footer = {
        "",
        "  --suite NAME        Only this suite, once or more: codec, ring, ingest, durable, latency, read,",
        "                      streams or network.",
        "  --only ROW          Only rows whose names begin so.",
        "  --peers             Peers do the same work in turns: Chronicle Queue, Aeron Archive, Kafka, RocksDB,",
        "                      SQLite, and PostgreSQL, Redis and NATS where they are installed.",
        "  --quick             Minutes instead of an hour; what is smaller is said in the names.",
        "  --instances N       Streams of the suite streams.",
        "  --report FILE       Takes the result, one JSON object; pictures of latencies come beside it.",
        "  --json              Prints the result as JSON, errors too.",
        "  --data DIR          Where scratch data goes, which is deleted.",
        "  --write-docs FILE.. Writes the tables of README and docs/PERFORMANCE.md from reports instead."
    })
final class BenchCommand implements Callable<Integer>
{
    @Unmatched
    private List<String> arguments;

    @Override
    public Integer call()
    {
        throw CommandException.failed(CommandException.FAILED,
            "bench is not in this jar: start it from the sources, as ./varve bench", null);
    }
}
