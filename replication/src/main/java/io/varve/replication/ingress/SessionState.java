package io.varve.replication.ingress;

/** Where a client stands; a state is never come back to. */
enum SessionState
{
    /** Answers cannot reach it yet. */
    CONNECTING,

    /** It has not said who it is, or not proved it. */
    GREETING,

    /** It is served. */
    OPEN,

    /** Its last answer is on the way. */
    ENDING,

    /** Nothing comes and goes any more; outcomes of what it has published may. */
    GONE
}
