package io.varve.tools.lines;

import io.varve.api.EventCursor;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Map;

/** A cursor that stands on one event made up by a test. */
final class StubCursor implements EventCursor
{
    String domain = "d";
    String aggregate = "a";
    String key;
    long id = 7;
    String type = "T";
    long position = 3;
    long version = 2;
    long generation = 1;
    long timestampNs = 1_391_793_418_000_000_000L;
    byte[] bytes = {};
    Map<String, String> metadata = Map.of();

    @Override
    public boolean next()
    {
        return false;
    }

    @Override
    public String domain()
    {
        return domain;
    }

    @Override
    public String aggregate()
    {
        return aggregate;
    }

    @Override
    public String key()
    {
        return key;
    }

    @Override
    public long id()
    {
        return id;
    }

    @Override
    public String type()
    {
        return type;
    }

    @Override
    public long position()
    {
        return position;
    }

    @Override
    public long version()
    {
        return version;
    }

    @Override
    public long generation()
    {
        return generation;
    }

    @Override
    public long timestampNs()
    {
        return timestampNs;
    }

    @Override
    public long recordedAtNs()
    {
        return timestampNs;
    }

    @Override
    public int crc()
    {
        return 0;
    }

    @Override
    public int length()
    {
        return bytes.length;
    }

    @Override
    public DirectBuffer data()
    {
        return new UnsafeBuffer(bytes);
    }

    @Override
    public Map<String, String> metadata()
    {
        return metadata;
    }

    @Override
    public boolean verify()
    {
        return true;
    }

    @Override
    public void close()
    {
        // Holds nothing.
    }
}
