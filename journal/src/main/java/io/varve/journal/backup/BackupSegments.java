package io.varve.journal.backup;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.journal.backup.Manifest.Part;
import io.varve.journal.segment.Segment;
import io.varve.journal.segment.Segments;

import java.io.IOException;
import java.nio.file.Path;

/** Segments of a backup, mapped or read; keeps the one that was opened last. */
final class BackupSegments implements Segments
{
    private final BackupFolder folder;
    private final Manifest manifest;
    private final Opener opener;
    private Segment last;

    /** Makes the bytes of a file readable. */
    @FunctionalInterface
    interface Opener
    {
        Segment open(long number, Path file) throws IOException;
    }

    BackupSegments(final BackupFolder folder, final Manifest manifest, final Opener opener)
    {
        this.opener = opener;
        this.folder = folder;
        this.manifest = manifest;
    }

    @Override
    public long first()
    {
        return manifest.parts().isEmpty() ? 0 : manifest.parts().get(0).segment();
    }

    @Override
    public long last()
    {
        return manifest.parts().isEmpty() ? -1 : manifest.parts().get(manifest.parts().size() - 1).segment();
    }

    @Override
    public synchronized Segment open(final long number)
    {
        if (last == null || last.number() != number)
        {
            final Part part = manifest.part(number);
            if (part == null)
            {
                return null;
            }
            try
            {
                last = opener.open(number, folder.file(part));
            }
            catch (final IOException e)
            {
                throw new EventLogException(ErrorCode.IO_ERROR, "cannot read a backup: file=" + folder.file(part) + ", reason=" +
                    e + "; use another backup", e);
            }
        }
        return last;
    }
}
