package io.varve.perf.network;

import io.varve.perf.contender.EventWriter;
import io.varve.perf.contender.Shape;
import org.agrona.DirectBuffer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;

/** Sends each event as a record of its own. */
final class KafkaWriter implements EventWriter
{
    private static final int ONLY_PARTITION = 0;

    private final AtomicLong acked = new AtomicLong();
    private final Callback callback = (metadata, failure) -> onAck(failure);
    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final int length;
    private volatile Exception failure;
    private long sent;

    KafkaWriter(final NetworkPlace place, final Shape shape)
    {
        KafkaTopics.create(place);
        topic = place.name();
        length = shape.length();
        final Properties properties = KafkaContender.properties(place);
        properties.put("acks", "1");
        properties.put("enable.idempotence", "false");
        properties.put("batch.size", Integer.toString(KafkaContender.BATCH_BYTES));
        properties.put("linger.ms", Integer.toString(KafkaContender.LINGER_MS));
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private void onAck(final Exception e)
    {
        if (e == null)
        {
            acked.incrementAndGet();
        }
        else
        {
            failure = e;
        }
    }

    @Override
    public void append(final DirectBuffer event)
    {
        final byte[] data = new byte[length];
        event.getBytes(0, data);
        producer.send(new ProducerRecord<>(topic, ONLY_PARTITION, null, data), callback);
        sent++;
    }

    @Override
    public void awaitJournaled()
    {
        producer.flush();
        if (failure != null || acked.get() != sent)
        {
            throw new IllegalStateException("Kafka did not take everything: sent=" + sent + ", acked=" + acked + ", reason=" +
                failure, failure);
        }
    }

    @Override
    public void close()
    {
        producer.close();
    }
}
