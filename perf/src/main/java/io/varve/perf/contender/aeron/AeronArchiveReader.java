package io.varve.perf.contender.aeron;

import io.aeron.Subscription;
import io.aeron.archive.client.AeronArchive;
import io.aeron.logbuffer.FragmentHandler;
import io.varve.perf.contender.EventReader;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Has the only recording replayed, up to where it is when this is opened. */
final class AeronArchiveReader implements EventReader
{
    private static final int STREAM = 1002;
    private static final long ONLY_RECORDING = 0;
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(30);

    private final FragmentHandler handler =
        (buffer, offset, length, header) -> onEvent(buffer, offset, length, header.position());
    private final UnsafeBuffer event = new UnsafeBuffer(0, 0);
    private final AeronArchive archive;
    private final Subscription replay;
    private final long end;
    private long position;

    AeronArchiveReader(final Path driverDirectory)
    {
        archive = AeronArchiveWriter.connect(driverDirectory);
        end = archive.getRecordingPosition(ONLY_RECORDING);
        replay = archive.replay(ONLY_RECORDING, 0, end, AeronArchiveWriter.IPC, STREAM);
    }

    @Override
    public boolean next()
    {
        if (position >= end)
        {
            return false;
        }
        final long deadlineNs = System.nanoTime() + SILENCE_NS;
        while (replay.poll(handler, 1) == 0)
        {
            if (System.nanoTime() - deadlineNs > 0)
            {
                throw new IllegalStateException("Aeron Archive replays no more: position=" + position + ", end=" + end);
            }
            Thread.onSpinWait();
        }
        return true;
    }

    private void onEvent(final DirectBuffer buffer, final int offset, final int length, final long behind)
    {
        event.wrap(buffer, offset, length);
        position = behind;
    }

    @Override
    public DirectBuffer event()
    {
        return event;
    }

    @Override
    public void close()
    {
        replay.close();
        archive.close();
    }
}
