package io.varve.perf.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A report as one JSON object, for programs; there and back. */
public final class ReportJson
{
    private ReportJson()
    {
    }

    /** Writes it into a file. */
    public static void write(final Report report, final Path file) throws IOException
    {
        write(report, Files.newBufferedWriter(file, StandardCharsets.UTF_8));
    }

    /** Why there is none, as one line. */
    public static String failure(final String code, final String message)
    {
        final StringWriter line = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(line))
        {
            json.writeStartObject();
            json.writeStringField("error", code);
            json.writeStringField("message", message);
            json.writeEndObject();
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e); // a string writer has none
        }
        return line.toString();
    }

    /** Writes it, and closes what it was written to. */
    public static void write(final Report report, final Writer writer) throws IOException
    {
        try (JsonGenerator json = new JsonFactory().createGenerator(writer).useDefaultPrettyPrinter())
        {
            json.writeStartObject();
            writeTexts(json, "run", report.run);
            writeTexts(json, "machine", report.machine);
            json.writeStringField("jdk", report.versions.get("jdk"));
            writeTexts(json, "versions", report.versions);
            writeTexts(json, "settings", report.settings);
            writeCeilings(json, report.ceilings);
            json.writeArrayFieldStart("results");
            for (final Row row : report.rows)
            {
                write(json, row);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("skipped");
            for (final Skipped skipped : report.skipped)
            {
                write(json, skipped);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void writeTexts(final JsonGenerator json, final String name, final Map<String, String> values)
        throws IOException
    {
        json.writeObjectFieldStart(name);
        for (final Map.Entry<String, String> value : values.entrySet())
        {
            json.writeStringField(value.getKey(), value.getValue());
        }
        json.writeEndObject();
    }

    private static void writeCeilings(final JsonGenerator json, final Map<String, Ceiling> ceilings) throws IOException
    {
        json.writeObjectFieldStart("ceilings");
        for (final Map.Entry<String, Ceiling> ceiling : ceilings.entrySet())
        {
            json.writeObjectFieldStart(ceiling.getKey());
            json.writeNumberField("value", ceiling.getValue().value());
            json.writeStringField("unit", ceiling.getValue().unit());
            json.writeStringField("what", ceiling.getValue().what());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void write(final JsonGenerator json, final Row row) throws IOException
    {
        json.writeStartObject();
        json.writeStringField("suite", row.suite());
        json.writeStringField("name", row.name());
        json.writeStringField("unit", row.unit());
        json.writeStringField("better", row.better().name());
        json.writeNumberField("varve", row.varve().median());
        json.writeStringField("peer", row.peer());
        writeNumber(json, "peerValue", row.hasPeer() ? row.peerValue().median() : Row.NONE);
        writeNumber(json, "ratio", row.ratio());
        writeNumber(json, "target", row.target());
        if (row.hasTarget())
        {
            json.writeBooleanField("met", row.isMet());
        }
        else
        {
            json.writeNullField("met");
        }
        json.writeObjectFieldStart("spread");
        writeSpread(json, "varve", row.varve());
        if (row.hasPeer())
        {
            writeSpread(json, "peer", row.peerValue());
        }
        json.writeEndObject();
        json.writeStringField("ceiling", row.ceiling());
        writeNumber(json, "share", row.share());
        json.writeEndObject();
    }

    private static void writeNumber(final JsonGenerator json, final String name, final double value) throws IOException
    {
        if (Double.isNaN(value))
        {
            json.writeNullField(name);
        }
        else
        {
            json.writeNumberField(name, value);
        }
    }

    private static void writeSpread(final JsonGenerator json, final String name, final Spread spread) throws IOException
    {
        json.writeArrayFieldStart(name);
        json.writeNumber(spread.min());
        json.writeNumber(spread.max());
        json.writeEndArray();
    }

    private static void write(final JsonGenerator json, final Skipped skipped) throws IOException
    {
        json.writeStartObject();
        json.writeStringField("name", skipped.name());
        json.writeStringField("peer", skipped.peer());
        json.writeStringField("why", skipped.why());
        json.writeEndObject();
    }

    /**
     * Reads one.
     *
     * @throws IOException when the file is not what {@link #write} writes.
     */
    public static Report read(final Path file) throws IOException
    {
        final JsonTree json = JsonTree.read(file);
        final Report report = new Report();
        report.run.putAll(json.at("run").texts());
        report.machine.putAll(json.at("machine").texts());
        report.versions.putAll(json.at("versions").texts());
        report.settings.putAll(json.at("settings").texts());
        for (final Map.Entry<String, JsonTree> ceiling : json.at("ceilings").fields().entrySet())
        {
            final JsonTree value = ceiling.getValue();
            report.ceilings.put(ceiling.getKey(),
                new Ceiling(value.at("value").number(), value.at("unit").text(), value.at("what").text()));
        }
        for (final JsonTree row : json.at("results").items())
        {
            report.rows.add(row(row));
        }
        for (final JsonTree skipped : json.at("skipped").items())
        {
            report.skipped.add(
                new Skipped(skipped.at("name").text(), skipped.at("peer").text(), skipped.at("why").text()));
        }
        return report;
    }

    private static Row row(final JsonTree row) throws IOException
    {
        final String peer = row.at("peer").text();
        final JsonTree spread = row.at("spread");
        return new Row(row.at("suite").text(), row.at("name").text(), row.at("unit").text(),
            Better.valueOf(row.at("better").text()), spread(row.at("varve"), spread.at("varve").items()), peer,
            peer == null ? null : spread(row.at("peerValue"), spread.at("peer").items()), row.at("target").number(),
            row.at("ceiling").text(), row.at("share").number());
    }

    private static Spread spread(final JsonTree median, final List<JsonTree> bounds) throws IOException
    {
        if (bounds.size() != 2)
        {
            throw new IOException("a spread is not two numbers: has=" + bounds.size());
        }
        return new Spread(median.number(), bounds.get(0).number(), bounds.get(1).number());
    }
}
