package io.varve.tools.torture.relay;

/**
 * What a relay has done, in both directions together.
 *
 * @param passed  packets that went on, each copy counted.
 * @param lost    packets that did not.
 * @param doubled packets that went on twice.
 * @param held    copies that went on later.
 */
public record RelayFigures(long passed, long lost, long doubled, long held)
{
    /** Packets to which something was done. */
    public long faults()
    {
        return lost + doubled + held;
    }
}
