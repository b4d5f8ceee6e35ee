package io.varve.ring;

/** Who runs admission and sealing. */
public enum StageMode
{
    /** The publisher that commits, in turns: no hand-off, no thread that must be awake. Best with up to 3 cores. */
    INLINE,

    /** A thread of its own, so that publishers only fill the ring. For machines that have a core to spare for it. */
    SEALER_THREAD
}
