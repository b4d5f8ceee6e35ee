package io.varve.tools.console;

/** What a command's process ends with; other programs match these numbers. */
public final class ExitCode
{
    /** Done. */
    public static final int OK = 0;

    /** Failed for a reason that is not the call's: the line on stderr says which. */
    public static final int FAILED = 1;

    /** Called in a way that the command does not have. */
    public static final int USAGE = 2;

    /** Bytes that were synced are not what was written. */
    public static final int CORRUPT = 3;

    private ExitCode()
    {
    }
}
