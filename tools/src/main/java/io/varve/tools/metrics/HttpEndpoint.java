package io.varve.tools.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.varve.tools.console.CommandException;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Answers {@code GET /metrics} and {@code GET /health}. */
public final class HttpEndpoint implements AutoCloseable
{
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int WRONG_METHOD = 405;
    private static final int FAILED = 500;
    private static final int UNAVAILABLE = 503;
    private static final int BACKLOG = 16;
    private static final String PLAIN = "text/plain; charset=utf-8";

    /**
     * Seconds that a client may take to send its request and to take the answer; read by the JDK's server when it is first
     * used.
     */
    private static final String PATIENCE_SECONDS = "10";

    private final HttpServer server;
    private final ExecutorService executor;
    private final Supplier<List<Metric>> metrics;
    private final Supplier<Health> health;

    private HttpEndpoint(
        final HttpServer server, final Supplier<List<Metric>> metrics, final Supplier<Health> health)
    {
        this.server = server;
        this.metrics = metrics;
        this.health = health;
        executor = Executors.newSingleThreadExecutor(task ->
        {
            final Thread thread = new Thread(task, "varve-http");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(executor);
        server.createContext("/", this::answer);
        server.start();
    }

    /**
     * Listens from now on.
     *
     * @param address port 0 takes any that is free.
     * @throws CommandException when the address is taken or not this host's.
     */
    public static HttpEndpoint open(
        final InetSocketAddress address, final Supplier<List<Metric>> metrics, final Supplier<Health> health)
    {
        // One thread answers: a client that sends half a request must not hold it for ever.
        System.setProperty("sun.net.httpserver.maxReqTime", System.getProperty("sun.net.httpserver.maxReqTime", PATIENCE_SECONDS));
        System.setProperty("sun.net.httpserver.maxRspTime", System.getProperty("sun.net.httpserver.maxRspTime", PATIENCE_SECONDS));
        try
        {
            return new HttpEndpoint(HttpServer.create(address, BACKLOG), metrics, health);
        }
        catch (final IOException e)
        {
            throw CommandException.failed(CommandException.IO_ERROR, "cannot listen for HTTP: address=" + address.getHostString() +
                ':' + address.getPort() + ": " + e.getMessage() + "; name another with --http HOST:PORT, or --http off", e);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address()
    {
        return server.getAddress();
    }

    private void answer(final HttpExchange exchange) throws IOException
    {
        try (exchange)
        {
            final String method = exchange.getRequestMethod();
            if (!"GET".equals(method) && !"HEAD".equals(method))
            {
                send(exchange, WRONG_METHOD, PLAIN, "only GET\n");
                return;
            }
            switch (exchange.getRequestURI().getPath())
            {
                case "/metrics" -> send(exchange, OK, PrometheusText.CONTENT_TYPE, PrometheusText.of(metrics.get()));
                case "/health" ->
                {
                    final Health now = health.get();
                    send(exchange, now.isGood() ? OK : UNAVAILABLE, PLAIN, now.text() + '\n');
                }
                default -> send(exchange, NOT_FOUND, PLAIN, "there are /metrics and /health\n");
            }
        }
        catch (final RuntimeException e)
        {
            send(exchange, FAILED, PLAIN, "failed: " + e.getMessage() + '\n');
        }
    }

    private static void send(final HttpExchange exchange, final int status, final String type, final String text)
        throws IOException
    {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        if ("HEAD".equals(exchange.getRequestMethod()))
        {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream body = exchange.getResponseBody())
        {
            body.write(bytes);
        }
    }

    @Override
    public void close()
    {
        server.stop(0);
        executor.shutdownNow();
    }
}
