package io.varve.tools.command;

import io.varve.api.LogReader;
import io.varve.api.Query;
import io.varve.api.QueryPlan;
import io.varve.tools.console.Output;
import io.varve.tools.json.JsonLine;
import picocli.CommandLine.Option;

/** The option that prints what a query would read instead of its answer. */
final class ExplainOption
{
    @Option(names = "--explain",
        description = "Prints which generations would be read and which index says so, instead of the events.")
    private boolean explain;

    boolean isSet()
    {
        return explain;
    }

    /** Prints the plan of a query: its sums, then a line for each row of neighbouring generations. */
    void print(final LogReader reader, final Query query, final Output out, final boolean json)
    {
        final QueryPlan plan = reader.explain(query);
        Figures.onOneLine()
            .add("generations", plan.generations())
            .add("bytes", plan.bytes())
            .add("logGenerations", plan.logGenerations())
            .print(out, json);
        for (final QueryPlan.Read read : plan.reads())
        {
            if (json)
            {
                new JsonLine(out)
                    .field("first", read.first())
                    .field("last", read.last())
                    .field("bytes", read.bytes())
                    .field("by", read.by())
                    .end();
            }
            else
            {
                out.println("generations " + read.first() + " to " + read.last() + ", " + read.bytes() + " bytes, by " + read.by());
            }
        }
    }
}
