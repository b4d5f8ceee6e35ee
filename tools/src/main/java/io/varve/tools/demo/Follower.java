package io.varve.tools.demo;

import io.varve.tools.lines.EventLineException;
import io.varve.tools.lines.LineReader;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** Reads what the tail prints, on a thread of its own, keeps it, and checks it. */
final class Follower extends Thread
{
    private final InputStream in;
    private final OutputStream copy;
    private final DeliveryCheck check;
    private volatile long count;
    private volatile long lastNs;
    private volatile String failure;

    /**
     * Of a tail's output.
     *
     * @param copy gets every line too.
     */
    Follower(final InputStream in, final OutputStream copy, final List<byte[]> input)
    {
        super("varve-demo-follower");
        this.in = in;
        this.copy = copy;
        check = new DeliveryCheck(input);
        setDaemon(true);
    }

    @Override
    public void run()
    {
        final LineReader lines = new LineReader(in);
        try
        {
            while (lines.next())
            {
                lastNs = System.nanoTime();
                check.onLine(lines.buffer(), lines.offset(), lines.length(), lines.number());
                copy.write(lines.buffer(), lines.offset(), lines.length());
                copy.write('\n');
                count = lines.number();
            }
        }
        catch (final IOException | EventLineException e)
        {
            failure = e.getMessage();
        }
    }

    /** Lines that have come. */
    long count()
    {
        return count;
    }

    /** When the last one came, by {@link System#nanoTime()}. */
    long lastNs()
    {
        return lastNs;
    }

    /** Why reading ended early; null when it did not. */
    String failure()
    {
        return failure;
    }

    /** What was found; to be asked after the thread has ended. */
    DeliveryCheck check()
    {
        return check;
    }
}
