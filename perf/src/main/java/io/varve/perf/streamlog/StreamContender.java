package io.varve.perf.streamlog;

import java.nio.file.Path;

/** A store of many streams that takes part. */
public enum StreamContender
{
    /** The embedded store with its default settings. */
    VARVE("Varve")
    {
        @Override
        public StreamLog open(final Path directory)
        {
            return new VarveStreamLog(directory);
        }

        @Override
        public String settings()
        {
            return VarveStreamLog.SETTINGS;
        }
    },

    /** RocksDB, one key an event. */
    ROCKSDB("RocksDB")
    {
        @Override
        public StreamLog open(final Path directory)
        {
            return new RocksStreamLog(directory);
        }

        @Override
        public String settings()
        {
            return RocksStreamLog.settings();
        }
    },

    /** SQLite, one row an event. */
    SQLITE("SQLite")
    {
        @Override
        public StreamLog open(final Path directory)
        {
            return new SqliteStreamLog(directory);
        }

        @Override
        public String settings()
        {
            return SqliteStreamLog.settings();
        }
    };

    private final String title;

    StreamContender(final String title)
    {
        this.title = title;
    }

    /** Its name for people. */
    public String title()
    {
        return title;
    }

    /** Opens a store, making it when it is not there. */
    public abstract StreamLog open(Path directory);

    /** How it is set, for people. */
    public abstract String settings();
}
