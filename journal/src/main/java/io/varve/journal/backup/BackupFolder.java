package io.varve.journal.backup;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.journal.backup.Manifest.Part;
import io.varve.journal.digest.Sha256;
import io.varve.journal.directory.DurableFiles;
import io.varve.journal.history.JournalCopy;
import io.varve.journal.segment.ReadSegments;
import io.varve.journal.segment.SegmentFolder;
import io.varve.journal.segment.SegmentNames;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Names in a backup's directory, and what stands there. */
final class BackupFolder
{
    static final String MANIFEST = "MANIFEST";
    static final String LOCK = "BACKUP";
    private static final String SEGMENTS = "journal";

    /** Digits of a file's SHA-256 that stand in its name, where the segment's own name may be another file's. */
    private static final int NAME_DIGITS = 16;

    private final Path root;

    BackupFolder(final Path root)
    {
        this.root = root;
    }

    Path root()
    {
        return root;
    }

    Path lock()
    {
        return root.resolve(LOCK);
    }

    Path segments()
    {
        return root.resolve(SEGMENTS);
    }

    Path file(final String name)
    {
        return root.resolve(name);
    }

    Path file(final Part part)
    {
        return root.resolve(part.file());
    }

    /** Whether a directory holds a whole backup. */
    boolean isBackup()
    {
        return Files.exists(root.resolve(MANIFEST));
    }

    /**
     * Reads the manifest.
     *
     * @return null when there is none: no manifest, no backup.
     */
    Manifest readManifest()
    {
        final Path file = root.resolve(MANIFEST);
        try
        {
            return ManifestText.parse(Files.readString(file, StandardCharsets.UTF_8), file);
        }
        catch (final NoSuchFileException e)
        {
            return null;
        }
        catch (final CharacterCodingException e)
        {
            throw new EventLogException(ErrorCode.CORRUPT, "the manifest of a backup is damaged: file=" + file +
                ", reason=no UTF-8; make the backup anew into another directory", e);
        }
        catch (final IOException e)
        {
            throw DurableFiles.failure("read the manifest of a backup", file, e);
        }
    }

    /** @throws EventLogException with {@link ErrorCode#NOT_A_BACKUP} when there is none. */
    Manifest requireManifest()
    {
        final Manifest manifest = readManifest();
        if (manifest == null)
        {
            throw new EventLogException(ErrorCode.NOT_A_BACKUP, "not a backup: directory=" + root + " has no " + MANIFEST +
                (Files.exists(lock()) ? "; a backup into it was not finished: repeat it" :
                "; name a directory that a backup was made into"));
        }
        return manifest;
    }

    void writeManifest(final Manifest manifest) throws IOException
    {
        DurableFiles.writeAtomically(root.resolve(MANIFEST), ManifestText.format(manifest));
    }

    /**
     * Name for a part. A sealed segment has its own, unless the backup before this one has another file of that name, which must
     * stay what it is; others have digits of their content in theirs.
     */
    static String name(final long segment, final boolean isSealed, final String sha256, final Manifest before)
    {
        final String plain = SEGMENTS + '/' + SegmentNames.file(segment);
        final boolean isTaken = before != null && before.parts().stream()
            .anyMatch(part -> part.file().equals(plain) && !part.sha256().equals(sha256));
        return isSealed && !isTaken ? plain :
            SEGMENTS + '/' + SegmentNames.base(segment) + '-' + sha256.substring(0, NAME_DIGITS) + SegmentNames.SUFFIX;
    }

    /** Whether a file is there with the right length and SHA-256. */
    boolean isWhole(final String name, final long lengthBytes, final String sha256) throws IOException
    {
        final Path file = root.resolve(name);
        return Files.isRegularFile(file) && Files.size(file) == lengthBytes && Sha256.of(file).equals(sha256);
    }

    /** Drops segment files that the manifest does not name. */
    void dropOthers(final Manifest manifest) throws IOException
    {
        for (final Path file : list(segments()))
        {
            if (!manifest.names(SEGMENTS + '/' + file.getFileName()))
            {
                Files.delete(file);
            }
        }
    }

    /** Whether the directory is missing or empty. */
    static boolean isFree(final Path directory)
    {
        return !Files.exists(directory) || Files.isDirectory(directory) && list(directory).isEmpty();
    }

    static List<Path> list(final Path folder)
    {
        try (Stream<Path> files = Files.list(folder))
        {
            return files.toList();
        }
        catch (final IOException e)
        {
            throw DurableFiles.failure("list a directory", folder, e);
        }
    }

    /** The journal that the backup holds, mapped: for looks at a few places of it. */
    JournalCopy mappedCopy(final Manifest manifest)
    {
        return copy(manifest, SegmentFolder::map);
    }

    /** The journal that the backup holds, read: what the disk cannot read is an exception. */
    JournalCopy readCopy(final Manifest manifest)
    {
        return copy(manifest, ReadSegments::read);
    }

    private JournalCopy copy(final Manifest manifest, final BackupSegments.Opener opener)
    {
        return new JournalCopy(root.toString(), manifest.journalIdHigh(), manifest.journalIdLow(), manifest.epoch(),
            manifest.segmentLength(), new BackupSegments(this, manifest, opener), manifest.position());
    }
}
