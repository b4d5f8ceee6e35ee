package io.varve.perf.latency;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import javax.xml.parsers.DocumentBuilderFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PercentilePlotTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldDrawALineOfEachThatRises() throws Exception
    {
        final Map<String, Histogram> histograms = new LinkedHashMap<>();
        for (final String name : new String[]{"one", "other"})
        {
            final Histogram histogram = LatencyReader.histogram();
            for (int i = 1; i <= 100_000; i++)
            {
                histogram.recordValue(i * 10L);
            }
            histograms.put(name, histogram);
        }
        final Path file = directory.resolve("plot.svg");

        PercentilePlot.write("title", histograms, file);

        final var lines = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile())
            .getElementsByTagName("polyline");
        assertEquals(2, lines.getLength());
        double lastY = Double.MAX_VALUE;
        for (final String point : lines.item(0).getAttributes().getNamedItem("points").getTextContent().split(" "))
        {
            final double y = Double.parseDouble(point.split(",")[1]);
            assertTrue(y <= lastY, "a higher percentile is not a shorter time");
            lastY = y;
        }
    }
}
