package io.varve.perf.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The result, as a table for people and as JSON for programs. */
public final class Report
{
    private static final String OWN_ROW = "%-46s %-24s %26s %7s %s%n";
    private static final String ROW = "%-46s %-24s %26s %26s %7s %7s %-7s %s%n";

    private final Map<String, String> machine;
    private final Map<String, String> settings;
    private final List<Measurement> measurements;
    private final List<Figure> figures;

    /** Of measurements without a peer and figures with one, with what they were measured on and how. */
    public Report(
        final Map<String, String> machine,
        final Map<String, String> settings,
        final List<Measurement> measurements,
        final List<Figure> figures)
    {
        this.measurements = measurements;
        this.machine = machine;
        this.settings = settings;
        this.figures = figures;
    }

    /** The table. */
    public void print(final PrintStream out)
    {
        machine.forEach((name, value) -> out.println(name + ": " + value));
        out.println("jdk: " + Machine.jdk());
        settings.forEach((name, value) -> out.println(name + ": " + value));
        printMeasurements(out);
        printFigures(out);
    }

    private void printMeasurements(final PrintStream out)
    {
        if (!measurements.isEmpty())
        {
            out.println();
            out.printf(OWN_ROW, "name", "unit", "varve", "target", "");
        }
        for (final Measurement measurement : measurements)
        {
            out.printf(OWN_ROW, measurement.name(), measurement.unit(), rounded(measurement.value()),
                measurement.hasTarget() ? rounded(measurement.target()) : "-",
                measurement.hasTarget() ? measurement.isMet() ? "met" : "MISSED" : "");
        }
    }

    private void printFigures(final PrintStream out)
    {
        if (figures.isEmpty())
        {
            return;
        }
        out.println();
        out.printf(ROW, "name", "unit", "varve (min-max)", "peer (min-max)", "ratio", "target", "", "peer");
        for (final Figure figure : figures)
        {
            out.printf(ROW, figure.name(), figure.unit(), text(figure.varve()), text(figure.peer()),
                String.format(Locale.ROOT, "%.2f", figure.ratio()),
                figure.hasTarget() ? String.format(Locale.ROOT, "%.2f", figure.target()) : "-",
                figure.hasTarget() ? figure.isMet() ? "met" : "MISSED" : "", figure.peerName());
        }
    }

    private static String text(final Samples samples)
    {
        return rounded(samples.median()) + " (" + rounded(samples.min()) + '-' + rounded(samples.max()) + ')';
    }

    private static String rounded(final double value)
    {
        return value >= 1e6 ? String.format(Locale.ROOT, "%.2fM", value / 1e6) :
            value >= 1e4 ? String.format(Locale.ROOT, "%.1fk", value / 1e3) :
            value < 100 && value != Math.rint(value) ? String.format(Locale.ROOT, "%.2f", value) :
            String.format(Locale.ROOT, "%.0f", value);
    }

    /** The JSON. */
    public void write(final Path file) throws IOException
    {
        try (JsonGenerator json = new JsonFactory()
            .createGenerator(Files.newBufferedWriter(file, StandardCharsets.UTF_8)).useDefaultPrettyPrinter())
        {
            json.writeStartObject();
            writeObject(json, "machine", machine);
            json.writeStringField("jdk", Machine.jdk());
            writeObject(json, "settings", settings);
            json.writeArrayFieldStart("measurements");
            for (final Measurement measurement : measurements)
            {
                write(json, measurement);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("results");
            for (final Figure figure : figures)
            {
                write(json, figure);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void writeObject(final JsonGenerator json, final String name, final Map<String, String> values)
        throws IOException
    {
        json.writeObjectFieldStart(name);
        for (final Map.Entry<String, String> value : values.entrySet())
        {
            json.writeStringField(value.getKey(), value.getValue());
        }
        json.writeEndObject();
    }

    private static void write(final JsonGenerator json, final Measurement measurement) throws IOException
    {
        json.writeStartObject();
        json.writeStringField("suite", measurement.suite());
        json.writeStringField("name", measurement.name());
        json.writeStringField("unit", measurement.unit());
        json.writeNumberField("varve", measurement.value());
        writeTarget(json, measurement.hasTarget(), measurement.target(), measurement.isMet());
        json.writeEndObject();
    }

    private static void writeTarget(
        final JsonGenerator json, final boolean hasTarget, final double target, final boolean isMet) throws IOException
    {
        if (hasTarget)
        {
            json.writeNumberField("target", target);
            json.writeBooleanField("met", isMet);
        }
        else
        {
            json.writeNullField("target");
            json.writeNullField("met");
        }
    }

    private static void write(final JsonGenerator json, final Figure figure) throws IOException
    {
        json.writeStartObject();
        json.writeStringField("suite", figure.suite());
        json.writeStringField("name", figure.name());
        json.writeStringField("unit", figure.unit());
        json.writeNumberField("varve", figure.varve().median());
        json.writeStringField("peer", figure.peerName());
        json.writeNumberField("peerValue", figure.peer().median());
        json.writeNumberField("ratio", figure.ratio());
        writeTarget(json, figure.hasTarget(), figure.target(), figure.isMet());
        json.writeObjectFieldStart("spread");
        writeSpread(json, "varve", figure.varve());
        writeSpread(json, "peer", figure.peer());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeSpread(final JsonGenerator json, final String name, final Samples samples) throws IOException
    {
        json.writeArrayFieldStart(name);
        json.writeNumber(samples.min());
        json.writeNumber(samples.max());
        json.writeEndArray();
    }
}
