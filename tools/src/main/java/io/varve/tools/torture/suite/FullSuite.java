package io.varve.tools.torture.suite;

import io.varve.api.LogReader;
import io.varve.codec.EventLogException;
import io.varve.journal.DataDirectory;
import io.varve.tools.torture.Sabotage;
import io.varve.tools.torture.Suite;
import io.varve.tools.torture.SuiteRun;
import io.varve.tools.torture.process.ChildFiller;
import io.varve.tools.torture.process.ChildProcess;
import io.varve.tools.torture.workload.Ledger;
import io.varve.tools.torture.workload.LogCheck;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A real small file system that fills up, in turns in memory and ext4 over a loop device: the writer is told and lives, readers go
 * on, and writing resumes by itself within a second after there is room.
 */
public final class FullSuite implements Suite
{
    private static final int DISK_LENGTH = 12 * 1024 * 1024;
    private static final int MAX_BALLAST_KIB = 4_000;
    private static final int MIN_BALLAST_KIB = 1_500;
    private static final long TIMEOUT_MS = 60_000;
    private static final long RESUME_MS = 1_000;

    private Path root;

    @Override
    public String name()
    {
        return "full";
    }

    @Override
    public long runs()
    {
        return 4;
    }

    @Override
    public String obstacle()
    {
        try
        {
            final Path tried = Files.createTempDirectory("varve-torture-mount-");
            final boolean isAllowed = Shell.run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", tried.toString());
            if (isAllowed)
            {
                Shell.run("umount", tried.toString());
            }
            Files.delete(tried);
            return isAllowed ? null : "this user may not mount a file system here";
        }
        catch (final IOException e)
        {
            return "no folder to mount at: " + e.getMessage();
        }
    }

    @Override
    public void prepare(final Path folder, final Sabotage sabotage) throws IOException
    {
        root = Files.createTempDirectory("varve-torture-full-");
    }

    @Override
    public void run(final SuiteRun run) throws Exception
    {
        final Path disk = Files.createDirectories(root.resolve("disk"));
        final Path image = root.resolve("image");
        mount(run, disk, image);
        try
        {
            fillUp(run, disk);
        }
        finally
        {
            Shell.run("umount", "-l", disk.toString());
            Files.deleteIfExists(image);
        }
    }

    private static void mount(final SuiteRun run, final Path disk, final Path image) throws IOException
    {
        if (run.random().nextBoolean())
        {
            try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw"))
            {
                file.setLength(DISK_LENGTH);
            }
            if (Shell.run("mkfs.ext4", "-q", "-m", "0", image.toString()) &&
                Shell.run("mount", "-o", "loop", image.toString(), disk.toString()))
            {
                return;
            }
        }
        if (!Shell.run("mount", "-t", "tmpfs", "-o", "size=" + DISK_LENGTH, "tmpfs", disk.toString()))
        {
            throw new IOException("cannot mount a file system at " + disk);
        }
    }

    private void fillUp(final SuiteRun run, final Path disk) throws Exception
    {
        final Path ballast = disk.resolve("ballast");
        write(ballast, MIN_BALLAST_KIB + run.random().nextInt(MAX_BALLAST_KIB - MIN_BALLAST_KIB));
        final Path directory = disk.resolve("data");
        final Ledger ledger = new Ledger();
        final ChildAcks acks = new ChildAcks(ledger);
        try (ChildProcess child =
            new ChildProcess(List.of(), ChildFiller.class, root.resolve("hs_err.log"), List.of(directory.toString())))
        {
            if (!acks.await(child, "F", TIMEOUT_MS))
            {
                run.lost("the writer was not told that the disk is full: " + acks.failure() + ", said: " + child.said());
                return;
            }
            run.fault();
            read(run, directory, ledger, "on the full disk");
            Files.delete(ballast);
            final long startNs = System.nanoTime();
            final boolean hasResumed = acks.await(child, "R", TIMEOUT_MS);
            final long tookMs = (System.nanoTime() - startNs) / 1_000_000;
            if (!hasResumed || tookMs > RESUME_MS)
            {
                run.lost("writing has resumed=" + hasResumed + " after ms=" + tookMs + ": " + acks.failure());
            }
            child.askToEnd();
            final int exitCode = child.exitCode(TIMEOUT_MS);
            acks.drain(child);
            if (exitCode != 0)
            {
                run.lost("the writer has ended with exit code=" + exitCode + ": " + child.said());
            }
        }
        read(run, directory, ledger, "when it was over");
        Verified.check(run, directory, -1);
    }

    private static void read(final SuiteRun run, final Path directory, final Ledger ledger, final String when)
    {
        try (LogReader reader = DataDirectory.openReader(directory))
        {
            LogCheck.run(run, reader, ledger.copy(), when);
            DataDirectory.summary(directory);
        }
        catch (final EventLogException e)
        {
            run.lost("cannot be read " + when + ": " + e.getMessage());
        }
    }

    private static void write(final Path file, final int kib) throws IOException
    {
        try (OutputStream out = Files.newOutputStream(file))
        {
            for (int i = 0; i < kib; i++)
            {
                out.write(new byte[1_024]);
            }
        }
    }

    @Override
    public void close() throws IOException
    {
        Directories.delete(root);
    }
}
