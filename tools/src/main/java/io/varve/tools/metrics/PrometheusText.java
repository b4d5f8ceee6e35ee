package io.varve.tools.metrics;

import java.util.List;
import java.util.Locale;

/** Figures in the text format that Prometheus reads, version 0.0.4. */
final class PrometheusText
{
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Up to it a double holds every whole number. */
    private static final double MAX_WHOLE = 1L << 53;

    private PrometheusText()
    {
    }

    static String of(final List<Metric> metrics)
    {
        final StringBuilder text = new StringBuilder(metrics.size() * 128);
        String last = null;
        for (final Metric metric : metrics)
        {
            if (!metric.name().equals(last))
            {
                text.append("# HELP ").append(metric.name()).append(' ').append(escaped(metric.help())).append('\n')
                    .append("# TYPE ").append(metric.name()).append(' ')
                    .append(metric.kind().name().toLowerCase(Locale.ROOT)).append('\n');
                last = metric.name();
            }
            text.append(metric.name());
            if (!metric.of().isEmpty())
            {
                text.append('{').append(metric.of()).append('}');
            }
            text.append(' ').append(number(metric.value())).append('\n');
        }
        return text.toString();
    }

    private static String escaped(final String help)
    {
        return help.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String number(final double value)
    {
        if (Double.isNaN(value))
        {
            return "NaN";
        }
        if (Double.isInfinite(value))
        {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return value == Math.rint(value) && Math.abs(value) < MAX_WHOLE ? Long.toString((long)value) : Double.toString(value);
    }
}
