package io.varve.tools.serve;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ServedChannelTest
{
    @ParameterizedTest
    @CsvSource({
        "aeron:udp?endpoint=127.0.0.1:9000, 127.0.0.1, 9000, true",
        "aeron:udp?endpoint=[::1]:9000, [::1], 9000, true",
        "aeron:udp?mtu=8k|endpoint=localhost:1, localhost, 1, true",
        "aeron:udp?endpoint=0.0.0.0:65534|mtu=8k, 0.0.0.0, 65534, false",
        "aeron:udp?endpoint=192.0.2.1:9000, 192.0.2.1, 9000, false"})
    void shouldReadWhereItListens(final String text, final String host, final int port, final boolean isLocal)
    {
        final ServedChannel channel = ServedChannel.parse(text);

        assertEquals(host, channel.host());
        assertEquals(port, channel.port());
        assertEquals(isLocal, channel.isLocal());
        assertTrue(channel.isUdp());
    }

    @Test
    void shouldTakeIpc()
    {
        assertFalse(ServedChannel.parse("aeron:ipc").isUdp());
        assertTrue(ServedChannel.parse("aeron:ipc?alias=x").isLocal());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "ipc", "aeron:", "aeron:ipcx", "aeron:udp", "aeron:udp?endpoint=x", "aeron:udp?endpoint=x:0", "aeron:udp?endpoint=x:65535",
        "aeron:udp?control=x:9000", "fs:///x"})
    void shouldRefuseWhatCannotBeServed(final String text)
    {
        assertThrows(IllegalArgumentException.class, () -> ServedChannel.parse(text));
    }
}
