package io.varve.perf.latency;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Percentiles as a picture (SVG): nines to the right, decades of ns upwards. */
final class PercentilePlot
{
    private static final int WIDTH = 860;
    private static final int HEIGHT = 480;
    private static final int LEFT = 90;
    private static final int RIGHT = 170;
    private static final int TOP = 50;
    private static final int BOTTOM = 50;
    private static final int NINES = 5;
    private static final int STEPS_A_NINE = 40;
    private static final String[] COLOURS = {"#999999", "#0b6e4f", "#c84630", "#3d5a80", "#e09f3e"};

    private final double lowest;
    private final double highest;
    private final StringBuilder svg = new StringBuilder();

    private PercentilePlot(final Map<String, Histogram> histograms)
    {
        lowest = Math.floor(Math.log10(Math.max(1,
            histograms.values().stream().mapToLong(Histogram::getMinNonZeroValue).min().orElse(1))));
        highest = Math.max(lowest + 1, Math.ceil(Math.log10(
            histograms.values().stream().mapToLong(Histogram::getMaxValue).max().orElse(10))));
    }

    /** Draws one line a name. */
    static void write(final String title, final Map<String, Histogram> histograms, final Path file) throws IOException
    {
        Files.writeString(file, new PercentilePlot(histograms).draw(title, histograms), StandardCharsets.UTF_8);
    }

    private String draw(final String title, final Map<String, Histogram> histograms)
    {
        add("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">",
            WIDTH, HEIGHT);
        add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
        text(LEFT, TOP - 20, "start", title);
        grid();
        int line = 0;
        for (final Map.Entry<String, Histogram> histogram : histograms.entrySet())
        {
            final String colour = COLOURS[line % COLOURS.length];
            add("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>", colour, points(histogram.getValue()));
            add("<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>",
                WIDTH - RIGHT + 15, TOP + 20 * line, colour);
            text(WIDTH - RIGHT + 33, TOP + 20 * line + 10, "start", histogram.getKey());
            line++;
        }
        add("</svg>");
        return svg.toString();
    }

    private void grid()
    {
        for (int nines = 0; nines <= NINES; nines++)
        {
            final double x = x(nines);
            add("<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#dddddd\"/>", x, TOP, x, HEIGHT - BOTTOM);
            text(x, HEIGHT - BOTTOM + 20, "middle", nines == 0 ? "0 %" :
                String.format(Locale.ROOT, "%." + Math.max(0, nines - 2) + "f %%", 100 * (1 - Math.pow(10, -nines))));
        }
        for (int decade = (int)lowest; decade <= (int)highest; decade++)
        {
            final double y = y(Math.pow(10, decade));
            add("<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#dddddd\"/>", LEFT, y, WIDTH - RIGHT, y);
            text(LEFT - 8, y + 4, "end", decade < 3 ? (int)Math.pow(10, decade) + " ns" :
                decade < 6 ? (int)Math.pow(10, decade - 3) + " µs" : decade < 9 ? (int)Math.pow(10, decade - 6) + " ms" :
                (int)Math.pow(10, decade - 9) + " s");
        }
    }

    private String points(final Histogram histogram)
    {
        final StringBuilder points = new StringBuilder();
        for (int step = 0; step <= NINES * STEPS_A_NINE; step++)
        {
            final double nines = step / (double)STEPS_A_NINE;
            final long value = histogram.getValueAtPercentile(100 * (1 - Math.pow(10, -nines)));
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(nines), y(Math.max(1, value))));
        }
        return points.toString().trim();
    }

    private static double x(final double nines)
    {
        return LEFT + (WIDTH - LEFT - RIGHT) * nines / NINES;
    }

    private double y(final double value)
    {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (Math.log10(value) - lowest) / (highest - lowest);
    }

    private void text(final double x, final double y, final String anchor, final String text)
    {
        add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, text);
    }

    private void add(final String format, final Object... values)
    {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
