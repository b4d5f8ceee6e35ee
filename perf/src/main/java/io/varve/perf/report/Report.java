package io.varve.perf.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The result of a run, and what it was measured on and how. Equal after it was written and read. */
public final class Report
{
    /** When, and by which command. */
    public final Map<String, String> run = new LinkedHashMap<>();

    /** What it was measured on. */
    public final Map<String, String> machine = new LinkedHashMap<>();

    /** Ours, and each peer's. */
    public final Map<String, String> versions = new LinkedHashMap<>();

    /** How the work was done, and how each side was set. */
    public final Map<String, String> settings = new LinkedHashMap<>();

    /** What the machine can do at best. */
    public final Map<String, Ceiling> ceilings = new LinkedHashMap<>();

    /** What was measured. */
    public final List<Row> rows = new ArrayList<>();

    /** What was not. */
    public final List<Skipped> skipped = new ArrayList<>();

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof Report && parts().equals(((Report)other).parts());
    }

    @Override
    public int hashCode()
    {
        return parts().hashCode();
    }

    @Override
    public String toString()
    {
        return parts().toString();
    }

    private List<Object> parts()
    {
        return List.of(run, machine, versions, settings, ceilings, rows, skipped);
    }
}
