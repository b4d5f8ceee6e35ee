package io.varve.journal.index;

import org.agrona.DirectBuffer;

import java.io.IOException;

/** Takes the body of an index file, front to back; numbers are little-endian. */
public interface IndexOutput
{
    /** Bytes written so far. */
    long position();

    void putByte(int value) throws IOException;

    void putInt(int value) throws IOException;

    void putLong(long value) throws IOException;

    void putBytes(DirectBuffer source, int offset, int length) throws IOException;

    /** Writes zeros up to the next multiple of a power of two. */
    void align(int alignment) throws IOException;
}
