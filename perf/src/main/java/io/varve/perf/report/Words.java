package io.varve.perf.report;

import java.util.Locale;

/** Values as people read them. */
final class Words
{
    private static final double MILLION = 1e6;
    private static final double THOUSAND = 1e3;
    private static final double NS_A_MS = 1e6;
    private static final double NS_A_US = 1e3;

    private Words()
    {
    }

    /** A value in its unit; times and rates in the multiple that reads best. */
    static String value(final double value, final String unit)
    {
        if (unit.startsWith("ns"))
        {
            final String rest = unit.substring(2);
            return value >= NS_A_MS ? number(value / NS_A_MS) + " ms" + rest :
                value >= NS_A_US ? number(value / NS_A_US) + " µs" + rest : number(value) + " ns" + rest;
        }
        if (unit.equals("bytes/s"))
        {
            return number(value / MILLION) + " MB/s";
        }
        if (unit.endsWith("/s"))
        {
            final String rest = unit.equals("events/s") ? "/s" : ' ' + unit;
            return value >= MILLION ? number(value / MILLION) + " M" + rest :
                value >= THOUSAND * 10 ? number(value / THOUSAND) + " k" + rest : number(value) + rest;
        }
        return number(value) + ' ' + unit;
    }

    /** Three digits that count. */
    static String number(final double value)
    {
        final double size = Math.abs(value);
        final String format = size >= 100 || value == Math.rint(value) ? "%.0f" : size >= 10 ? "%.1f" :
            size >= 0.1 ? "%.2f" : "%.4f";
        return String.format(Locale.ROOT, format, value);
    }

    /** A median with the lowest and the highest round. */
    static String spread(final Spread spread, final String unit)
    {
        final String median = value(spread.median(), unit);
        return spread.min() == spread.max() ? median :
            median + " (" + value(spread.min(), unit) + " to " + value(spread.max(), unit) + ')';
    }

    /** A ratio, or a dash. */
    static String ratio(final double ratio)
    {
        return Double.isNaN(ratio) ? "–" : String.format(Locale.ROOT, ratio < 0.1 ? "%.3f" : "%.2f", ratio);
    }

    /** What is wanted of a row, or a dash. */
    static String target(final Row row)
    {
        return !row.hasTarget() ? "–" :
            (row.hasPeer() || row.better() == Better.MORE ? "≥ " : "≤ ") + number(row.target());
    }

    /** Whether it is met, or nothing. */
    static String verdict(final Row row)
    {
        return !row.hasTarget() ? "" : row.isMet() ? "met" : "missed";
    }

    /** Its share of what the machine could do, or a dash. */
    static String share(final Row row)
    {
        return row.hasCeiling() ? String.format(Locale.ROOT, "%.0f %% of %s", row.share() * 100, row.ceiling()) : "–";
    }
}
