package io.varve.tools.metrics;

/**
 * One figure of a node.
 *
 * @param name  as Prometheus has them: letters, digits and underscores; of a counter it ends in {@code _total}.
 * @param help  one line for people.
 * @param kind  how it moves.
 * @param of    what it is about, as {@code cursor="billing"}; empty for the node. Those of one name stand together.
 * @param value now.
 */
public record Metric(String name, String help, Kind kind, String of, double value)
{
    /** How a figure moves. */
    public enum Kind
    {
        /** Only up, from 0 at each start. */
        COUNTER,

        /** Up and down. */
        GAUGE
    }

    /**
     * A figure that only grows.
     *
     * @throws IllegalArgumentException for a name that breaks the rules.
     */
    public static Metric counter(final String name, final String help, final double value)
    {
        if (!name.endsWith("_total"))
        {
            throw new IllegalArgumentException("name of a counter must end in _total: name=" + name);
        }
        return new Metric(checked(name), help, Kind.COUNTER, "", value);
    }

    /**
     * A figure that goes up and down.
     *
     * @throws IllegalArgumentException for a name that breaks the rules.
     */
    public static Metric gauge(final String name, final String help, final double value)
    {
        return new Metric(checked(name), help, Kind.GAUGE, "", value);
    }

    /**
     * The same figure of one thing among several.
     *
     * @param label what kind of thing.
     * @param thing which one.
     */
    public Metric of(final String label, final String thing)
    {
        return new Metric(name, help, kind,
            label + "=\"" + thing.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"', value);
    }

    private static String checked(final String name)
    {
        if (!name.matches("[a-z][a-z0-9_]*"))
        {
            throw new IllegalArgumentException("name of a metric must be of a-z 0-9 _: name=" + name);
        }
        return name;
    }
}
