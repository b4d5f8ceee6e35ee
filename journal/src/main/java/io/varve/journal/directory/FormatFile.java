package io.varve.journal.directory;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The file {@code FORMAT}: what makes a directory a data directory. Text, a line a field.
 *
 * @param version       of the directory's format.
 * @param journalIdHigh first half of the journal's 128-bit id.
 * @param journalIdLow  second half.
 * @param segmentLength bytes that a segment is filled up to.
 */
public record FormatFile(int version, long journalIdHigh, long journalIdLow, int segmentLength)
{
    /** Version that is written, and the highest that is read. */
    public static final int VERSION = 1;

    private static final String TITLE = "varve data directory";
    private static final String CHECK = "check=";

    /** A new journal with a random id. */
    public static FormatFile create(final int segmentLength)
    {
        final SecureRandom random = new SecureRandom();
        return new FormatFile(VERSION, random.nextLong(), random.nextLong(), segmentLength);
    }

    /**
     * Reads the file.
     *
     * @return null when the directory is half made: only a start that was killed has been here, so the log is empty.
     * @throws EventLogException when it is not a data directory, or one of a newer format.
     */
    public static FormatFile read(final DirectoryLayout directory)
    {
        final String text;
        try
        {
            text = Files.readString(directory.format(), StandardCharsets.UTF_8);
        }
        catch (final NoSuchFileException e)
        {
            requireHalfMade(directory);
            return null;
        }
        catch (final CharacterCodingException e)
        {
            throw notOurs(directory.format());
        }
        catch (final IOException e)
        {
            throw DurableFiles.failure("read the format of a data directory", directory.format(), e);
        }
        return parse(text, directory.format());
    }

    private static FormatFile parse(final String text, final Path file)
    {
        final Properties fields = new Properties();
        try
        {
            if (!text.startsWith(TITLE))
            {
                throw notOurs(file);
            }
            fields.load(new StringReader(text.substring(TITLE.length())));
            final int version = Integer.parseInt(fields.getProperty("format"));
            if (version > VERSION)
            {
                throw new EventLogException(ErrorCode.NEWER_FORMAT, "data directory has a newer format: format=" + version +
                    ", highest=" + VERSION + ", file=" + file + "; use the version that wrote it");
            }
            if (version < VERSION)
            {
                throw new IllegalArgumentException("format=" + version);
            }
            final int checkAt = text.indexOf(CHECK);
            if (!text.substring(checkAt).equals(CHECK + check(text.substring(0, checkAt)) + '\n'))
            {
                throw new IllegalArgumentException("check of the lines above differs");
            }
            final String journal = fields.getProperty("journal");
            return new FormatFile(
                version,
                Long.parseUnsignedLong(journal.substring(0, 16), 16),
                Long.parseUnsignedLong(journal.substring(16), 16),
                Integer.parseInt(fields.getProperty("segment-length")));
        }
        catch (final IOException | RuntimeException e)
        {
            if (e instanceof EventLogException known)
            {
                throw known;
            }
            throw new EventLogException(ErrorCode.CORRUPT, "the format of the data directory is unreadable: file=" + file +
                "; restore the file from a backup", e);
        }
    }

    private static String check(final String text)
    {
        final CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }

    private static EventLogException notOurs(final Path file)
    {
        return new EventLogException(ErrorCode.NOT_A_STORE, "not a data directory: file=" + file + " does not begin with \"" +
            TITLE + "\"; use another directory");
    }

    /** Writes the file so that it is whole or missing. */
    public void write(final DirectoryLayout directory)
    {
        final String checked = String.join("\n",
            TITLE,
            "format=" + version,
            "journal=" + String.format("%016x%016x", journalIdHigh, journalIdLow),
            "segment-length=" + segmentLength,
            "");
        final String text = checked + CHECK + check(checked) + '\n';
        try
        {
            DurableFiles.writeAtomically(directory.format(), text.getBytes(StandardCharsets.UTF_8));
        }
        catch (final IOException e)
        {
            throw DurableFiles.failure("make a data directory", directory.format(), e);
        }
    }

    private static void requireHalfMade(final DirectoryLayout directory)
    {
        if (Files.exists(directory.restoring()))
        {
            throw new EventLogException(ErrorCode.NOT_A_STORE, "a restore into the directory was not finished: directory=" +
                directory.root() + "; repeat it");
        }
        final List<String> names = names(directory.root());
        if (!DirectoryLayout.OWN_NAMES.containsAll(names))
        {
            throw new EventLogException(ErrorCode.NOT_A_STORE, "not a data directory: directory=" + directory.root() +
                " has no FORMAT and other files; use an empty or a new directory");
        }
        if (Files.isDirectory(directory.journal()) && names(directory.journal()).stream().anyMatch(n -> n.endsWith(".cq4")))
        {
            throw new EventLogException(ErrorCode.NOT_A_STORE, "data directory has segments but no FORMAT: directory=" +
                directory.root() + "; restore the file FORMAT from a backup");
        }
    }

    private static List<String> names(final Path folder)
    {
        try (Stream<Path> files = Files.list(folder))
        {
            return files.map(file -> file.getFileName().toString()).toList();
        }
        catch (final IOException e)
        {
            throw new EventLogException(ErrorCode.NOT_A_STORE,
                "not a data directory: directory=" + folder + " cannot be listed; name an existing directory", e);
        }
    }
}
