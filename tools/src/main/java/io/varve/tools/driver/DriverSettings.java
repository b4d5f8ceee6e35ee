package io.varve.tools.driver;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

import java.util.concurrent.TimeUnit;

/** How drivers of ours are set up: for two cores and 64 MB of shared memory. */
final class DriverSettings
{
    /** Of each log; a stream has three terms on each side. */
    static final int TERM_LENGTH = 256 * 1024;

    /** Bytes of a packet on loopback and IPC; less than what every stack takes in one datagram. */
    static final int MTU_LENGTH = 8 * 1024;

    /** The kernel gives at most {@code net.core.rmem_max}, whatever is asked for. */
    static final int SOCKET_BUFFER_LENGTH = 2 * 1024 * 1024;

    private static final int SEND_BUFFER_LENGTH = 128 * 1024;
    private static final int WINDOW_LENGTH = TERM_LENGTH / 2;

    /** The least that Aeron takes; what it keeps about each counter has four times as much. */
    private static final int COUNTERS_LENGTH = 1024 * 1024;

    /** Below it Aeron warns of each new log; ours are small. */
    private static final long LOW_STORAGE_BYTES = 4 * 1024 * 1024;

    private static final long MAX_PARK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MIN_PARK_NS = TimeUnit.MICROSECONDS.toNanos(1);
    /** Between looks of the thread that resolves names, which has nothing to do but when a channel is opened. */
    private static final long LOOK_UP_MS = 5;
    private static final int SPINS = 10;
    private static final int YIELDS = 20;

    private DriverSettings()
    {
    }

    /** @param directory of the driver. */
    static MediaDriver.Context context(final String directory)
    {
        final int receiveLength = SocketBuffers.receiveLength();
        return new MediaDriver.Context()
            .aeronDirectoryName(directory)
            .threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(new BackoffIdleStrategy(SPINS, YIELDS, MIN_PARK_NS, MAX_PARK_NS))
            .asyncExecutorIdleStrategy(new SleepingMillisIdleStrategy(LOOK_UP_MS))
            .publicationTermBufferLength(TERM_LENGTH)
            .ipcTermBufferLength(TERM_LENGTH)
            .mtuLength(MTU_LENGTH)
            .socketRcvbufLength(receiveLength)
            .socketSndbufLength(SEND_BUFFER_LENGTH)
            .ipcMtuLength(MTU_LENGTH)
            .initialWindowLength(receiveLength == 0 ? WINDOW_LENGTH : Math.min(WINDOW_LENGTH, receiveLength))
            .counterValuesBufferLength(COUNTERS_LENGTH)
            .lowStorageWarningThreshold(LOW_STORAGE_BYTES)
            .warnIfDirectoryExists(false)
            .dirDeleteOnShutdown(true);
    }
}
