package io.varve.journal.backup;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.journal.backup.Manifest.Part;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * A manifest as text, which {@code sha256sum --check MANIFEST} understands too: lines that start with # are ours, the others
 * are a file's SHA-256 and its name. The last line is the CRC-32C of all bytes ahead of it.
 */
final class ManifestText
{
    /** Version that is written, and the highest that is read. */
    static final int VERSION = 1;

    private static final String TITLE = "# varve backup";
    private static final String FIELD = "# ";
    private static final String CRC = "# crc32c=";

    /** No manifest may lead out of its directory. */
    private static final Pattern FILE = Pattern.compile("journal/[0-9A-Za-z-]+\\.cq4");

    private ManifestText()
    {
    }

    static byte[] format(final Manifest manifest)
    {
        final StringBuilder text = new StringBuilder(TITLE).append('\n');
        field(text, "format", VERSION);
        field(text, "journal", manifest.journalIdText());
        field(text, "epoch", manifest.epoch());
        field(text, "position", manifest.position());
        field(text, "generations", manifest.generations());
        field(text, "chain", hex(manifest.chain()));
        field(text, "segment-length", manifest.segmentLength());
        for (final Part part : manifest.parts())
        {
            text.append(FIELD).append("segment=").append(part.segment())
                .append(" sealed=").append(part.isSealed())
                .append(" length=").append(part.lengthBytes())
                .append(" next-generation=").append(part.nextGeneration())
                .append(" chain=").append(hex(part.chain())).append('\n')
                .append(part.sha256()).append("  ").append(part.file()).append('\n');
        }
        final int crc = crc(text.toString());
        text.append(CRC).append(String.format("%08x", crc)).append('\n');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void field(final StringBuilder text, final String name, final Object value)
    {
        text.append(FIELD).append(name).append('=').append(value).append('\n');
    }

    private static String hex(final long value)
    {
        return String.format("%016x", value);
    }

    private static int crc(final String text)
    {
        final CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return (int)crc.getValue();
    }

    /** @throws EventLogException with {@link ErrorCode#NOT_A_BACKUP}, NEWER_FORMAT or CORRUPT. */
    static Manifest parse(final String text, final Path file)
    {
        if (!text.startsWith(TITLE + '\n'))
        {
            throw new EventLogException(ErrorCode.NOT_A_BACKUP, "not a backup: file=" + file + " does not begin with \"" + TITLE +
                "\"; name a directory that a backup was made into");
        }
        try
        {
            final int crcAt = text.lastIndexOf(CRC);
            final Map<String, String> fields = new HashMap<>();
            final List<Part> parts = new ArrayList<>();
            final List<String> lines = text.substring(0, Math.max(crcAt, 0)).lines().toList();
            for (int i = 1; i < lines.size(); i++)
            {
                final Map<String, String> found = fields(lines.get(i));
                if (found.containsKey("segment"))
                {
                    i++;
                    parts.add(part(found, lines.get(i)));
                }
                else
                {
                    fields.putAll(found);
                }
            }
            if (Integer.parseInt(fields.getOrDefault("format", "1")) > VERSION)
            {
                throw new EventLogException(ErrorCode.NEWER_FORMAT, "backup has a newer format: format=" + fields.get("format") +
                    ", highest=" + VERSION + ", file=" + file + "; use the version that made it");
            }
            if (!text.substring(crcAt).equals(CRC + String.format("%08x", crc(text.substring(0, crcAt))) + '\n'))
            {
                throw damaged(file, null);
            }
            final String journal = fields.get("journal");
            return new Manifest(
                Long.parseUnsignedLong(journal.substring(0, 16), 16),
                Long.parseUnsignedLong(journal.substring(16), 16),
                Long.parseLong(fields.get("epoch")),
                Long.parseLong(fields.get("position")),
                Long.parseLong(fields.get("generations")),
                Long.parseUnsignedLong(fields.get("chain"), 16),
                Integer.parseInt(fields.get("segment-length")),
                List.copyOf(parts));
        }
        catch (final NumberFormatException | IndexOutOfBoundsException | NullPointerException e)
        {
            throw damaged(file, e);
        }
    }

    private static Part part(final Map<String, String> fields, final String sumLine)
    {
        final int gap = sumLine.indexOf("  ");
        if (!FILE.matcher(sumLine.substring(gap + 2)).matches())
        {
            throw new NumberFormatException("a file that no backup makes: " + sumLine);
        }
        return new Part(
            Long.parseLong(fields.get("segment")),
            Boolean.parseBoolean(fields.get("sealed")),
            sumLine.substring(gap + 2),
            Long.parseLong(fields.get("length")),
            Long.parseLong(fields.get("next-generation")),
            Long.parseUnsignedLong(fields.get("chain"), 16),
            sumLine.substring(0, gap));
    }

    private static Map<String, String> fields(final String line)
    {
        final Map<String, String> fields = new HashMap<>();
        for (final String field : line.substring(FIELD.length()).split(" "))
        {
            final int equals = field.indexOf('=');
            fields.put(field.substring(0, equals), field.substring(equals + 1));
        }
        return fields;
    }

    private static EventLogException damaged(final Path file, final Throwable cause)
    {
        return new EventLogException(ErrorCode.CORRUPT, "the manifest of a backup is damaged: file=" + file +
            "; make the backup anew into another directory", cause);
    }
}
