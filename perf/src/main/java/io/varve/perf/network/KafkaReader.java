package io.varve.perf.network;

import io.varve.perf.contender.EventReader;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** Reads the only partition of a topic from its start to where it ends when this is opened. */
final class KafkaReader implements EventReader
{
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final UnsafeBuffer event = new UnsafeBuffer(0, 0);
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final long end;
    private Iterator<ConsumerRecord<byte[], byte[]>> records = Collections.emptyIterator();
    private long read;

    KafkaReader(final NetworkPlace topic)
    {
        consumer = new KafkaConsumer<>(
            KafkaContender.properties(topic), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        partition = new TopicPartition(topic.name(), 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        end = consumer.endOffsets(List.of(partition)).get(partition);
    }

    @Override
    public boolean next()
    {
        if (read == end)
        {
            return false;
        }
        if (!records.hasNext())
        {
            records = consumer.poll(SILENCE).records(partition).iterator();
        }
        event.wrap(records.next().value());
        read++;
        return true;
    }

    @Override
    public DirectBuffer event()
    {
        return event;
    }

    @Override
    public void close()
    {
        consumer.close();
    }
}
