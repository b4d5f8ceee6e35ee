package io.varve.api;

/** How far an event has come; each level includes the ones before it. */
public enum Durability
{
    /** In the mapped journal: survives the death of the process, not the loss of power. */
    JOURNALED,

    /** Written and fsynced on this machine: survives the loss of power. */
    SYNCED,

    /** On a majority of the cluster. */
    REPLICATED
}
