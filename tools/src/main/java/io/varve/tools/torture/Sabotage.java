package io.varve.tools.torture;

import java.util.Arrays;
import java.util.Locale;

/** Ways to make a store worse than it is, from outside: suites that do not notice are not worth running. */
public enum Sabotage
{
    /** The store as it is. */
    NONE,

    /** Every checksum is made right again after a fault, as if nobody looked at checksums. */
    NO_CRC,

    /** Syncing says that it is done and does nothing. */
    NO_FSYNC,

    /** What a crash has torn is taken for whole, so nothing is cut. */
    NO_CUT,

    /** Batches of unknown outcome are sent again without saying that they are the same. */
    NO_DEDUP,

    /** Every chain is made right again after a fault, as if nobody looked at chains. */
    NO_CHAIN;

    /** By its name on the command line. */
    public static Sabotage parse(final String text)
    {
        return Arrays.stream(values()).filter(value -> value != NONE && value.text().equals(text)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException(
                "sabotage must be one of no-crc, no-fsync, no-cut, no-dedup, no-chain: \"" + text + '"'));
    }

    /** As on the command line. */
    public String text()
    {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
