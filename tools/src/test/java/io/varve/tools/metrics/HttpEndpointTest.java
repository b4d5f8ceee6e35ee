package io.varve.tools.metrics;

import io.varve.tools.console.CommandException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class HttpEndpointTest
{
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile Health health = new Health(true, "ok");

    private HttpEndpoint open(final int port)
    {
        return HttpEndpoint.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), () -> List.of(
            Metric.counter("varve_events_total", "Events that were written.", 9_007_199_254_740_991.0),
            Metric.gauge("varve_lag_seconds", "A line\nand a back\\slash.", 0.25),
            Metric.gauge("varve_lag", "Behind.", 3).of("cursor", "billing"),
            Metric.gauge("varve_lag", "Behind.", 4).of("cursor", "a\"b\\c")), () -> health);
    }

    private HttpResponse<String> ask(final HttpEndpoint endpoint, final String method, final String path)
        throws IOException, InterruptedException
    {
        final URI uri = URI.create("http://127.0.0.1:" + endpoint.address().getPort() + path);
        return client.send(HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build(),
            HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void shouldPrintFiguresAsPrometheusReadsThem() throws Exception
    {
        try (HttpEndpoint endpoint = open(0))
        {
            final HttpResponse<String> answer = ask(endpoint, "GET", "/metrics");

            assertEquals(200, answer.statusCode());
            assertEquals(PrometheusText.CONTENT_TYPE, answer.headers().firstValue("Content-Type").orElseThrow());
            assertEquals("""
                # HELP varve_events_total Events that were written.
                # TYPE varve_events_total counter
                varve_events_total 9007199254740991
                # HELP varve_lag_seconds A line\\nand a back\\\\slash.
                # TYPE varve_lag_seconds gauge
                varve_lag_seconds 0.25
                # HELP varve_lag Behind.
                # TYPE varve_lag gauge
                varve_lag{cursor="billing"} 3
                varve_lag{cursor="a\\"b\\\\c"} 4
                """, answer.body());
        }
    }

    @Test
    void shouldSayWhetherItIsWell() throws Exception
    {
        try (HttpEndpoint endpoint = open(0))
        {
            assertEquals(200, ask(endpoint, "GET", "/health").statusCode());
            health = new Health(false, "disk is full");
            final HttpResponse<String> ill = ask(endpoint, "GET", "/health");
            assertEquals(503, ill.statusCode());
            assertEquals("disk is full\n", ill.body());
        }
    }

    @Test
    void shouldAnswerNothingElse() throws Exception
    {
        try (HttpEndpoint endpoint = open(0))
        {
            assertEquals(404, ask(endpoint, "GET", "/").statusCode());
            assertEquals(405, ask(endpoint, "POST", "/metrics").statusCode());
            assertEquals("", ask(endpoint, "HEAD", "/metrics").body());
        }
    }

    @Test
    void shouldSayThatAnAddressIsTaken()
    {
        try (HttpEndpoint endpoint = open(0))
        {
            final CommandException failure =
                assertThrows(CommandException.class, () -> open(endpoint.address().getPort()));
            assertTrue(failure.getMessage().contains("--http off"), failure.getMessage());
        }
    }

    @Test
    void shouldRefuseNamesThatPrometheusDoes()
    {
        assertThrows(IllegalArgumentException.class, () -> Metric.counter("varve_events", "x", 1));
        assertThrows(IllegalArgumentException.class, () -> Metric.gauge("varve-lag", "x", 1));
        assertThrows(IllegalArgumentException.class, () -> Metric.gauge("Varve", "x", 1));
    }
}
