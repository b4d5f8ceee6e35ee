package io.varve.client.transport;

import org.agrona.SystemUtil;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Where a node is, as a connection says it: {@code aeron:ipc} or {@code aeron:udp?endpoint=host:port}, with parameters behind a
 * question mark and bars between them. Ours are taken out; the others are Aeron's and go into its channel as they are.
 *
 * <table>
 * <caption>Our parameters</caption>
 * <tr><td>{@code aeron-dir}</td><td>directory of the media driver; without, Aeron's default</td></tr>
 * <tr><td>{@code secret-file}</td><td>file with the secret that the node asks for; without, the one that the environment names in
 * {@code VARVE_SECRET_FILE}</td></tr>
 * <tr><td>{@code timeout}</td><td>how long a call waits for room or an answer, 5s without</td></tr>
 * <tr><td>{@code local-reads}</td><td>{@code off}: ask the node for every event, even where its files could be mapped</td></tr>
 * </table>
 */
public final class NodeAddress
{
    /** Of everything that a client sends. */
    public static final int INGRESS_STREAM_ID = 1;

    /** Of everything that a node sends. */
    public static final int RESPONSE_STREAM_ID = 2;

    private static final String SCHEME = "aeron:";
    private static final String TERM_LENGTH = "term-length";
    private static final String TERM_LENGTH_DEFAULT = "256k";

    /** Half of a term may be under way, and the widest window of small batches takes 192 KiB. */
    private static final String TERM_LENGTH_OF_IPC = "512k";
    private static final String MTU = "mtu";
    private static final String MTU_OF_HOST = "8k";
    private static final String SECRET_FILE_VARIABLE = "VARVE_SECRET_FILE";
    private static final long TIMEOUT_DEFAULT_NS = TimeUnit.SECONDS.toNanos(5);

    private final String text;
    private final String media;
    private final Map<String, String> params;
    private final String aeronDirectory;
    private final String secretFile;
    private final long timeoutNs;
    private final boolean readsLocally;

    private NodeAddress(final String text, final String media, final Map<String, String> params)
    {
        this.text = text;
        this.media = media;
        this.params = params;
        aeronDirectory = params.remove("aeron-dir");
        final String file = params.remove("secret-file");
        secretFile = file == null ? System.getenv(SECRET_FILE_VARIABLE) : file;
        final String timeout = params.remove("timeout");
        timeoutNs = timeout == null ? TIMEOUT_DEFAULT_NS : timeout(timeout);
        final String local = params.remove("local-reads");
        if (local != null && !"on".equals(local) && !"off".equals(local))
        {
            throw new IllegalArgumentException("local-reads must be on or off: \"" + text + '"');
        }
        readsLocally = isIpc() && !"off".equals(local);
    }

    private long timeout(final String value)
    {
        final long ns;
        try
        {
            ns = SystemUtil.parseDuration("timeout", value);
        }
        catch (final NumberFormatException e)
        {
            throw new IllegalArgumentException("timeout must be like 500ms or 5s: \"" + text + '"', e);
        }
        if (ns <= 0)
        {
            throw new IllegalArgumentException("timeout must be above 0: \"" + text + '"');
        }
        return ns;
    }

    /**
     * Reads the text of a connection.
     *
     * @throws IllegalArgumentException when it is none of a node.
     */
    public static NodeAddress parse(final String connection)
    {
        final int question = connection.indexOf('?');
        final String head = question < 0 ? connection : connection.substring(0, question);
        final Map<String, String> params = new LinkedHashMap<>();
        if (question >= 0)
        {
            for (final String param : connection.substring(question + 1).split("\\|"))
            {
                final int equals = param.indexOf('=');
                if (equals < 1 || equals == param.length() - 1)
                {
                    throw refused(connection);
                }
                params.put(param.substring(0, equals), param.substring(equals + 1));
            }
        }
        if (!head.equals(SCHEME + "ipc") && !(head.equals(SCHEME + "udp") && hasEndpoint(params)))
        {
            throw refused(connection);
        }
        return new NodeAddress(connection, head.substring(SCHEME.length()), params);
    }

    private static IllegalArgumentException refused(final String connection)
    {
        return new IllegalArgumentException("connection must be aeron:ipc or aeron:udp?endpoint=host:port, with further " +
            "parameters as name=value, a | between them: \"" + connection + '"');
    }

    private static boolean hasEndpoint(final Map<String, String> params)
    {
        final String endpoint = params.get("endpoint");
        final int colon = endpoint == null ? -1 : endpoint.lastIndexOf(':');
        return colon > 0 && endpoint.substring(colon + 1).matches("[1-9]\\d{0,4}") && port(endpoint) < 65_535;
    }

    private static int port(final String endpoint)
    {
        return Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    }

    /** Whether it is on this host. */
    public boolean isIpc()
    {
        return "ipc".equals(media);
    }

    /** Directory of the media driver, null for Aeron's default. */
    public String aeronDirectory()
    {
        return aeronDirectory;
    }

    /** How long a call waits for room or an answer. */
    public long timeoutNs()
    {
        return timeoutNs;
    }

    /** Whether files of the node are mapped, where that can be. */
    public boolean readsLocally()
    {
        return readsLocally;
    }

    /**
     * The secret that is shared with the node, without the line break at its end; null for none.
     *
     * @throws IllegalArgumentException when its file cannot be read.
     */
    public byte[] secret()
    {
        if (secretFile == null || secretFile.isEmpty())
        {
            return null;
        }
        try
        {
            return Files.readString(Path.of(secretFile), StandardCharsets.ISO_8859_1).stripTrailing()
                .getBytes(StandardCharsets.ISO_8859_1);
        }
        catch (final IOException e)
        {
            throw new IllegalArgumentException("secret cannot be read: file=" + secretFile + ", reason=" + e, e);
        }
    }

    /** Channel of what the client sends. */
    String ingressChannel(final long responseCorrelationId)
    {
        final Map<String, String> own = new LinkedHashMap<>(params);
        own.putIfAbsent(TERM_LENGTH, isIpc() ? TERM_LENGTH_OF_IPC : TERM_LENGTH_DEFAULT);
        if (isIpc() || isOfThisHost())
        {
            own.putIfAbsent(MTU, MTU_OF_HOST);
        }
        own.put("response-correlation-id", Long.toString(responseCorrelationId));
        return channel(own);
    }

    /** Channel of what the node sends: it comes back the way that the client opened, so no port of the client need be open. */
    String responseChannel()
    {
        final Map<String, String> own = new LinkedHashMap<>();
        if (!isIpc())
        {
            final String endpoint = params.get("endpoint");
            own.put("control", endpoint.substring(0, endpoint.lastIndexOf(':') + 1) + (port(endpoint) + 1));
            if (params.containsKey("interface"))
            {
                own.put("interface", params.get("interface"));
            }
        }
        own.put("control-mode", "response");
        return channel(own);
    }

    private boolean isOfThisHost()
    {
        final String endpoint = params.get("endpoint");
        try
        {
            final String host = endpoint.substring(0, endpoint.lastIndexOf(':'));
            return InetAddress.getByName(host).isLoopbackAddress();
        }
        catch (final UnknownHostException e)
        {
            return false;
        }
    }

    private String channel(final Map<String, String> own)
    {
        final StringBuilder channel = new StringBuilder(SCHEME).append(media);
        char separator = '?';
        for (final Map.Entry<String, String> param : own.entrySet())
        {
            channel.append(separator).append(param.getKey()).append('=').append(param.getValue());
            separator = '|';
        }
        return channel.toString();
    }

    /** The text it was read from. */
    @Override
    public String toString()
    {
        return text;
    }
}
