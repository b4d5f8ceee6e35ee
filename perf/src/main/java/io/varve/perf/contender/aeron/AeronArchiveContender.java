package io.varve.perf.contender.aeron;

import io.varve.perf.contender.Contender;
import io.varve.perf.contender.EventReader;
import io.varve.perf.contender.EventWriter;
import io.varve.perf.contender.Shape;
import io.varve.perf.contender.Versions;
import io.varve.perf.jvm.ScratchDirectory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Aeron Archive that records an exclusive IPC publication of the same process. */
public final class AeronArchiveContender implements Contender
{
    /** Where the driver's buffers belong: in memory. */
    private static final Path MEMORY = Path.of("/dev/shm");

    @Override
    public String title()
    {
        return "Aeron Archive";
    }

    @Override
    public String settings()
    {
        return "media driver and archive in the writer's process, each ThreadingMode.SHARED, default idle strategies, driver's " +
            "directory in /dev/shm; exclusive publication on aeron:ipc, default term length of 64 MiB, offer(); recorded LOCAL, " +
            "file sync level 0, no record checksum; until the recording's position is the publication's";
    }

    @Override
    public String version()
    {
        return Versions.of("aeron");
    }

    @Override
    public EventWriter openWriter(final String place, final Shape shape)
    {
        return new AeronArchiveWriter(Path.of(place), driverDirectory(place));
    }

    /** While the writer is open, which the driver belongs to. */
    @Override
    public EventReader openReader(final String place, final Shape shape)
    {
        return new AeronArchiveReader(driverDirectory(place));
    }

    private static Path driverDirectory(final String place)
    {
        return Files.isDirectory(MEMORY) ? MEMORY.resolve(name(place)) : Path.of(place + "-driver");
    }

    /** The scratch directory's name is in it, which no other run has. */
    private static String name(final String place)
    {
        final Path path = Path.of(place).toAbsolutePath();
        return path.getParent().getFileName() + "-" + path.getFileName();
    }

    @Override
    public void sweep(final String place)
    {
        try (Stream<Path> left = Files.isDirectory(MEMORY) ? Files.list(MEMORY) : Stream.empty())
        {
            final List<Path> ours = left.filter(path -> path.getFileName().toString().startsWith(name(place))).toList();
            ours.forEach(ScratchDirectory::delete);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }
}
