package io.varve.perf.network;

import io.varve.perf.contender.Shape;
import io.varve.perf.ingest.IngestRound;
import io.varve.perf.jvm.ScratchDirectory;
import io.varve.perf.server.MissingServerException;
import io.varve.perf.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Each side that is there takes events, acknowledges them all, and gives them back as they were. */
class NetworkSideTest
{
    private final ScratchDirectory scratch = ScratchDirectory.create(null);

    @AfterEach
    void deleteData()
    {
        scratch.close();
    }

    static List<NetworkSide> sides()
    {
        final List<NetworkSide> sides = new ArrayList<>(NetworkSide.peers());
        sides.add(FrontDoor.side());
        return sides;
    }

    @ParameterizedTest
    @MethodSource("sides")
    void shouldTakeAndGiveBack(final NetworkSide peer) throws IOException
    {
        try (Server server = peer.start().server(scratch.fresh()))
        {
            final double[] round = IngestRound.run(
                peer.contender(), server.address() + "#round1", Shape.single(64), 1, 20_000, peer.path().jars());

            assertTrue(round[0] > 0);
        }
        catch (final MissingServerException e)
        {
            Assumptions.abort(e.getMessage());
        }
    }
}
