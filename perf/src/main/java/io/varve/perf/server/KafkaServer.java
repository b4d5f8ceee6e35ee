package io.varve.perf.server;

import io.varve.perf.contender.Versions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Kafka, one node that is broker and controller (KRaft). */
public final class KafkaServer implements Server
{
    private static final String HOME = "varve.home";
    private static final String JARS = "perf/peers/target/kafka";
    private static final List<String> JVM = List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20",
        "-XX:InitiatingHeapOccupancyPercent=35", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    private static final String CLUSTER = "AAAAAAAAAAAAAAAAAAAAAA";

    private final ServerProcess process;

    /**
     * Starts it.
     *
     * @throws MissingServerException when its jars are not there.
     */
    public KafkaServer(final Path directory) throws IOException
    {
        final String classPath = folder().resolve("*").toString();
        Files.createDirectories(directory);
        final int port = ServerProcess.freePort();
        final Path properties = directory.resolve("server.properties");
        Files.write(properties, properties(directory, port, ServerProcess.freePort()), StandardCharsets.UTF_8);
        Programs.run(java(classPath, "kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", properties.toString()));
        process = new ServerProcess("Kafka", java(classPath, "kafka.Kafka", properties.toString()), directory, port);
    }

    /**
     * Its jars, the client's among them, for the class path of who talks to it.
     *
     * @throws MissingServerException when they are not there.
     */
    public static List<Path> jars() throws IOException
    {
        try (Stream<Path> files = Files.list(folder()))
        {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    private static Path folder() throws MissingServerException
    {
        final Path folder = Path.of(System.getProperty(HOME, ".."), JARS).toAbsolutePath().normalize();
        if (!Files.isDirectory(folder))
        {
            throw new MissingServerException("Kafka's jars are not in " + folder +
                "; `./varve bench --peers` fetches them from Maven Central when it can, or: ./mvnw -f perf/peers/pom.xml package");
        }
        return folder;
    }

    private static List<String> properties(final Path directory, final int port, final int controllerPort)
    {
        return List.of("process.roles=broker,controller", "node.id=1",
            "controller.quorum.voters=1@127.0.0.1:" + controllerPort,
            "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
            "advertised.listeners=PLAINTEXT://127.0.0.1:" + port, "controller.listener.names=CONTROLLER",
            "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT", "log.dirs=" + directory.resolve("logs"),
            "num.partitions=1", "offsets.topic.replication.factor=1", "transaction.state.log.replication.factor=1",
            "transaction.state.log.min.isr=1", "share.coordinator.state.topic.replication.factor=1",
            "share.coordinator.state.topic.min.isr=1", "group.initial.rebalance.delay.ms=0");
    }

    private static List<String> java(final String classPath, final String... words)
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(List.of("-cp", classPath));
        command.addAll(List.of(words));
        return command;
    }

    @Override
    public String address()
    {
        return process.address();
    }

    @Override
    public String version()
    {
        return Versions.of("kafka");
    }

    @Override
    public void close()
    {
        process.close();
    }
}
