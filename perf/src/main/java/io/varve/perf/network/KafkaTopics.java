package io.varve.perf.network;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

import java.util.List;
import java.util.concurrent.ExecutionException;

/** Makes and deletes topics. */
final class KafkaTopics
{
    private KafkaTopics()
    {
    }

    static void create(final NetworkPlace topic)
    {
        try (Admin admin = Admin.create(KafkaContender.properties(topic)))
        {
            admin.createTopics(List.of(new NewTopic(topic.name(), 1, (short)1))).all().get();
        }
        catch (final InterruptedException | ExecutionException e)
        {
            throw new IllegalStateException("Kafka made no topic: topic=" + topic.name() + ", reason=" + e.getMessage(), e);
        }
    }

    static void delete(final NetworkPlace topic)
    {
        try (Admin admin = Admin.create(KafkaContender.properties(topic)))
        {
            admin.deleteTopics(List.of(topic.name())).all().get();
        }
        catch (final InterruptedException | ExecutionException e)
        {
            throw new IllegalStateException("Kafka deleted no topic: topic=" + topic.name() + ", reason=" + e.getMessage(), e);
        }
    }
}
