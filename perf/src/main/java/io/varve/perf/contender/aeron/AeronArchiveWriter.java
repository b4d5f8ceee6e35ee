package io.varve.perf.contender.aeron;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.ArchivingMediaDriver;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.SourceLocation;
import io.aeron.archive.status.RecordingPos;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.varve.perf.contender.EventWriter;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.status.CountersReader;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Offers each event as a message of its own. */
final class AeronArchiveWriter implements EventWriter
{
    static final String IPC = "aeron:ipc";

    private static final int STREAM = 1001;
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);

    private final ArchivingMediaDriver driver;
    private final AeronArchive archive;
    private final ExclusivePublication publication;
    private final CountersReader counters;
    private final int recorded;

    AeronArchiveWriter(final Path directory, final Path driverDirectory)
    {
        final String aeron = driverDirectory.toString();
        driver = ArchivingMediaDriver.launch(
            new MediaDriver.Context()
                .aeronDirectoryName(aeron)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .spiesSimulateConnection(false)
                .threadingMode(ThreadingMode.SHARED),
            new Archive.Context()
                .aeronDirectoryName(aeron)
                .archiveClientContext(new AeronArchive.Context().controlResponseChannel(IPC))
                .archiveDir(directory.toFile())
                .deleteArchiveOnStart(true)
                .controlChannelEnabled(false)
                .localControlChannel(IPC)
                .recordingEventsEnabled(false)
                .replicationChannel("aeron:udp?endpoint=127.0.0.1:0")
                .threadingMode(ArchiveThreadingMode.SHARED));
        archive = connect(driverDirectory);
        publication = archive.context().aeron().addExclusivePublication(IPC, STREAM);
        archive.startRecording(IPC, STREAM, SourceLocation.LOCAL);
        counters = archive.context().aeron().countersReader();
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        int counter = CountersReader.NULL_COUNTER_ID;
        while (counter == CountersReader.NULL_COUNTER_ID || !publication.isConnected())
        {
            await(deadlineNs, "begin to record");
            counter = RecordingPos.findCounterIdBySession(counters, publication.sessionId(), archive.archiveId());
        }
        recorded = counter;
    }

    static AeronArchive connect(final Path driverDirectory)
    {
        return AeronArchive.connect(new AeronArchive.Context()
            .aeronDirectoryName(driverDirectory.toString())
            .controlRequestChannel(IPC)
            .controlResponseChannel(IPC));
    }

    private static void await(final long deadlineNs, final String what)
    {
        if (System.nanoTime() - deadlineNs > 0)
        {
            throw new IllegalStateException("Aeron Archive did not " + what + " in time");
        }
        Thread.onSpinWait();
    }

    @Override
    public void append(final DirectBuffer event)
    {
        long result = publication.offer(event);
        while (result < 0)
        {
            if (result != Publication.BACK_PRESSURED && result != Publication.ADMIN_ACTION)
            {
                throw new IllegalStateException("Aeron refused an event: reason=" + Publication.errorString(result));
            }
            Thread.onSpinWait();
            result = publication.offer(event);
        }
    }

    @Override
    public void awaitJournaled()
    {
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        while (counters.getCounterValue(recorded) < publication.position())
        {
            await(deadlineNs, "record everything");
        }
    }

    @Override
    public void close()
    {
        publication.close();
        archive.close();
        driver.close();
    }
}
