package io.varve.tools.torture.suite;

import io.varve.journal.DataDirectory;
import io.varve.tools.torture.damage.DamagedFile;
import io.varve.tools.torture.damage.GenerationMap;
import io.varve.tools.torture.damage.GenerationMap.Place;
import io.varve.tools.torture.damage.SampleLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** A generation that is valid by itself and of another history: what stands behind it tells, of the last one the watermark. */
class RewrittenTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldFindEachGenerationOfAnotherHistory() throws IOException
    {
        final Path directory = folder.resolve("data");
        SampleLog.write(directory, 60, 700);
        final List<Place> places = GenerationMap.of(directory);
        for (final Place place : places)
        {
            assertEquals(0, DataDirectory.verify(directory).corrupt(), "before generation " + place.number());
            try (DamagedFile file = new DamagedFile(place.file()))
            {
                Rewritten.data(file, place);
                assertEquals(1, DataDirectory.verify(directory).corrupt(), "generation " + place.number() + " of " + places.size());
            }
        }
    }
}
