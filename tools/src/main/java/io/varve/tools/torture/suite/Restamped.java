package io.varve.tools.torture.suite;

import io.varve.journal.directory.DirectoryLayout;
import io.varve.journal.directory.FormatFile;
import io.varve.journal.directory.Watermark;
import io.varve.journal.directory.WatermarkFile;
import io.varve.tools.torture.Sabotage;
import io.varve.tools.torture.damage.DamagedFile;
import io.varve.tools.torture.damage.GenerationMap;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** What a sabotage makes right again after a fault, put back at the end. */
final class Restamped implements AutoCloseable
{
    private final Sabotage sabotage;
    private final List<GenerationMap.Place> places;
    private final List<DamagedFile> changed = new ArrayList<>();

    Restamped(final Sabotage sabotage, final List<GenerationMap.Place> places)
    {
        this.sabotage = sabotage;
        this.places = places;
    }

    void run() throws IOException
    {
        if (sabotage != Sabotage.NO_CRC && sabotage != Sabotage.NO_CHAIN)
        {
            return;
        }
        for (final GenerationMap.Place place : places)
        {
            final DamagedFile file = new DamagedFile(place.file());
            file.put(place.offset(), DamagedFile.read(place.file(), place.offset(), place.length()));
            changed.add(file);
        }
        if (sabotage == Sabotage.NO_CRC)
        {
            GenerationMap.restampChecksums(places);
        }
        else
        {
            restampWatermark(GenerationMap.restampChains(places));
        }
    }

    /** It holds the chain of the last generation too. */
    private void restampWatermark(final long chain) throws IOException
    {
        final DirectoryLayout directory = new DirectoryLayout(places.get(0).file().getParent().getParent());
        final FormatFile format = FormatFile.read(directory);
        final Watermark mark = WatermarkFile.read(directory, format);
        final DamagedFile file = new DamagedFile(directory.watermark());
        file.put(0, Files.readAllBytes(directory.watermark()));
        changed.add(file);
        try (WatermarkFile watermark = WatermarkFile.open(directory, format))
        {
            watermark.write(new Watermark(
                mark.number(), mark.nextPosition(), chain, mark.segment(), mark.epoch(), mark.bootId(), mark.isClean()));
        }
    }

    @Override
    public void close() throws IOException
    {
        for (final DamagedFile file : changed)
        {
            file.close();
        }
    }
}
