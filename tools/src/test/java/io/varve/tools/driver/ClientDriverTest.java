package io.varve.tools.driver;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What clients leave behind in shared memory: nothing for long, however they end. */
@Timeout(60)
class ClientDriverTest
{
    @TempDir
    private Path folder;

    /** A client that never ends by itself. */
    static final class Client
    {
        private Client()
        {
        }

        /** @param args the folder of drivers. */
        public static void main(final String[] args) throws InterruptedException, IOException
        {
            try (ClientDriver driver = ClientDriver.launch(Path.of(args[0])))
            {
                System.out.println(driver.directory());
                System.in.read();
            }
        }
    }

    private Process start() throws IOException
    {
        final List<String> command = new ArrayList<>(List.of(
            ProcessHandle.current().info().command().orElseThrow(), "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-opens=java.base/java.util.zip=ALL-UNNAMED", Client.class.getName(), folder.toString()));
        final Process process = new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        final String directory = process.inputReader().readLine();
        assertNotNull(directory);
        assertTrue(new File(directory).isDirectory(), directory);
        return process;
    }

    private long directories() throws IOException
    {
        try (Stream<Path> all = Files.list(folder))
        {
            return all.count();
        }
    }

    @Test
    void shouldTakeItsDirectoryAwayWhenItIsToldToEnd() throws Exception
    {
        final Process process = start();
        process.destroy();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, directories());
    }

    @Test
    void shouldTakeAwayAtOnceWhatOneThatWasKilledHasLeft() throws Exception
    {
        final Process killed = start();
        killed.destroyForcibly();
        assertTrue(killed.waitFor(30, TimeUnit.SECONDS));
        assertEquals(1, directories());
        try (ClientDriver driver = ClientDriver.launch(folder); ClientDriver other = ClientDriver.launch(folder))
        {
            assertEquals(2, directories()); // neither took the other for dead
            assertTrue(Files.isDirectory(Path.of(driver.directory())) && Files.isDirectory(Path.of(other.directory())));
        }
        assertEquals(0, directories());
    }

    @Test
    void shouldLeaveADriverAloneThatMayStartJustNow() throws IOException
    {
        final Path starting = Files.createDirectory(folder.resolve("varve-client-" + System.getProperty("user.name") + "-1-0-0"));
        ClientDriver.launch(folder).close();
        assertTrue(Files.isDirectory(starting));
        assertTrue(starting.toFile().setLastModified(System.currentTimeMillis() - TimeUnit.MINUTES.toMillis(1)));
        ClientDriver.launch(folder).close();
        assertFalse(Files.exists(starting));
    }
}
