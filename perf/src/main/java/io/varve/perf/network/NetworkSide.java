package io.varve.perf.network;

import io.varve.perf.contender.Contender;
import io.varve.perf.server.KafkaServer;
import io.varve.perf.server.NatsServer;
import io.varve.perf.server.RedisServer;
import io.varve.perf.server.Server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A log with a server.
 *
 * @param contender that talks to it.
 * @param target    lowest ratio that is wanted against it; of ours none.
 * @param start     starts its server in a directory.
 * @param path      what its contender needs on the class path beside ours.
 */
record NetworkSide(Contender contender, double target, Start start, ClassPath path)
{
    static List<NetworkSide> peers()
    {
        return List.of(
            new NetworkSide(new KafkaContender(), 5, KafkaServer::new, KafkaServer::jars),
            new NetworkSide(new NatsContender(), 3, NatsServer::new, List::of),
            new NetworkSide(new RedisContender(), 5, directory -> new RedisServer(directory, RedisContender.FSYNC), List::of));
    }

    /** Starts a server. */
    @FunctionalInterface
    interface Start
    {
        Server server(Path directory) throws IOException;
    }

    /** Says what is needed. */
    @FunctionalInterface
    interface ClassPath
    {
        List<Path> jars() throws IOException;
    }
}
