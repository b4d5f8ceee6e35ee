package io.varve.tools.torture.suite;

import io.varve.journal.directory.BootId;
import io.varve.journal.directory.DirectoryLayout;
import io.varve.journal.directory.FormatFile;
import io.varve.journal.directory.Watermark;
import io.varve.journal.directory.WatermarkFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a sabotage does to the files of a store. */
final class Sabotaged
{
    private Sabotaged()
    {
    }

    /** Says that the store was closed cleanly, whatever state it is in. */
    static void markClean(final Path directory) throws IOException
    {
        final DirectoryLayout layout = new DirectoryLayout(directory);
        if (!Files.exists(layout.format()))
        {
            return;
        }
        final FormatFile format = FormatFile.read(layout);
        final Watermark found = WatermarkFile.read(layout, format);
        try (WatermarkFile file = WatermarkFile.open(layout, format))
        {
            file.write(new Watermark(
                found == null ? -1 : found.number(), found == null ? 0 : found.nextPosition(), found == null ? 0 : found.chain(),
                found == null ? 0 : found.segment(), found == null ? 1 : found.epoch(), BootId.current(), true));
        }
    }
}
