package io.varve.perf.network;

import io.varve.perf.contender.Contender;
import io.varve.perf.contender.EventReader;
import io.varve.perf.contender.EventWriter;
import io.varve.perf.contender.Shape;
import io.varve.perf.contender.Versions;

import java.util.Properties;

/** Kafka's own client, acks=1. Its classes are on the class path of the process that writes only. */
public final class KafkaContender implements Contender
{
    static final int BATCH_BYTES = 64 << 10;
    static final int LINGER_MS = 5;

    @Override
    public String title()
    {
        return "Kafka";
    }

    @Override
    public String settings()
    {
        return "one KRaft node on loopback, -Xmx1g, defaults; one topic of one partition; KafkaProducer acks=1, batch.size " +
            BATCH_BYTES + ", linger.ms " + LINGER_MS + ", no compression, callbacks checked";
    }

    @Override
    public String version()
    {
        return Versions.of("kafka");
    }

    @Override
    public EventWriter openWriter(final String place, final Shape shape)
    {
        return new KafkaWriter(NetworkPlace.of(place), shape);
    }

    @Override
    public EventReader openReader(final String place, final Shape shape)
    {
        return new KafkaReader(NetworkPlace.of(place));
    }

    @Override
    public void delete(final String place)
    {
        KafkaTopics.delete(NetworkPlace.of(place));
    }

    static Properties properties(final NetworkPlace topic)
    {
        final Properties properties = new Properties();
        properties.put("bootstrap.servers", topic.address());
        return properties;
    }
}
