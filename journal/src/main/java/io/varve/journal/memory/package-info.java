/** A journal in off-heap memory: the same pipeline and the same framing as on disk, gone when it is closed. */
package io.varve.journal.memory;
