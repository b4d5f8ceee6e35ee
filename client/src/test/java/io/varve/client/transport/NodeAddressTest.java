package io.varve.client.transport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NodeAddressTest
{
    @TempDir
    Path folder;

    @Test
    void shouldTakeOurParametersOutAndPassTheOthersOn()
    {
        final NodeAddress address = NodeAddress.parse(
            "aeron:udp?endpoint=node7:4010|aeron-dir=/dev/shm/a|timeout=250ms|mtu=4k|interface=10.0.0.0/8|local-reads=off");

        assertEquals("/dev/shm/a", address.aeronDirectory());
        assertEquals(250_000_000L, address.timeoutNs());
        assertFalse(address.isIpc());
        assertFalse(address.readsLocally());
        assertEquals("aeron:udp?endpoint=node7:4010|mtu=4k|interface=10.0.0.0/8|term-length=256k|response-correlation-id=9",
            address.ingressChannel(9));
        assertEquals("aeron:udp?control=node7:4011|interface=10.0.0.0/8|control-mode=response", address.responseChannel());
        assertTrue(address.toString().contains("node7"));
    }

    @Test
    void shouldTakeLargeFramesWhereTheyStayOnThisHost()
    {
        assertEquals("aeron:ipc?term-length=512k|mtu=8k|response-correlation-id=1",
            NodeAddress.parse("aeron:ipc").ingressChannel(1));
        assertEquals("aeron:udp?endpoint=127.0.0.1:1|term-length=256k|mtu=8k|response-correlation-id=1",
            NodeAddress.parse("aeron:udp?endpoint=127.0.0.1:1").ingressChannel(1));
        assertEquals("aeron:ipc?control-mode=response", NodeAddress.parse("aeron:ipc").responseChannel());
    }

    @Test
    void shouldWaitFiveSecondsAndMapFilesUnlessTold()
    {
        final NodeAddress address = NodeAddress.parse("aeron:ipc");

        assertEquals(5_000_000_000L, address.timeoutNs());
        assertTrue(address.readsLocally());
        assertFalse(NodeAddress.parse("aeron:ipc?local-reads=off").readsLocally());
        assertNull(address.aeronDirectory());
    }

    @ParameterizedTest
    @ValueSource(strings = {"aeron:", "aeron:ipc?", "aeron:ipc?x", "aeron:ipc?=x", "aeron:ipc?x=", "aeron:udp", "aeron:udp?",
        "aeron:udp?endpoint=host", "aeron:udp?endpoint=host:", "aeron:udp?endpoint=:1", "aeron:udp?endpoint=host:0",
        "aeron:udp?endpoint=host:65535", "aeron:udp?endpoint=host:x", "aeron:tcp?endpoint=host:1", "aeron:ipc?timeout=x",
        "aeron:ipc?timeout=0s", "aeron:ipc?local-reads=maybe", "AERON:ipc", "aeron:ipc "})
    void shouldRefuseWhatIsNoNode(final String connection)
    {
        final IllegalArgumentException failure =
            assertThrows(IllegalArgumentException.class, () -> NodeAddress.parse(connection));

        assertTrue(failure.getMessage().contains('"' + connection + '"'), failure.getMessage());
    }

    @Test
    void shouldReadTheSecretWithoutTheLineBreakAtItsEnd() throws IOException
    {
        final Path file = folder.resolve("secret");
        final byte[] secret = {1, 2, (byte)0xFF, 'x'};
        Files.write(file, new byte[]{1, 2, (byte)0xFF, 'x', '\r', '\n'});

        assertArrayEquals(secret, NodeAddress.parse("aeron:ipc?secret-file=" + file).secret());
        final IllegalArgumentException failure = assertThrows(
            IllegalArgumentException.class, () -> NodeAddress.parse("aeron:ipc?secret-file=" + file + "x").secret());
        assertTrue(failure.getMessage().contains(file + "x"), failure.getMessage());
    }
}
