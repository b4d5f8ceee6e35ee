package io.varve.tools;

import io.varve.tools.argument.HttpArgument;
import io.varve.tools.console.Console;
import io.varve.tools.serve.Appliance;
import io.varve.tools.serve.ServeSettings;
import io.varve.tools.serve.ServedChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Holds the README to its word: its example compiles and runs, and it stays short. */
class ReadmeTest
{
    private static final Path README = Path.of("..", "README.md");
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final int MAX_LINES = 150;

    @TempDir
    private Path folder;

    private static String example(final int index) throws IOException
    {
        final Matcher example = EXAMPLE.matcher(Files.readString(README));
        for (int i = 0; i <= index; i++)
        {
            assertTrue(example.find(), "README has no example " + i);
        }
        return example.group(1);
    }

    private String run(final String code) throws Exception
    {
        final Path source = folder.resolve("Example.java");
        Files.writeString(source, "import io.varve.api.*;\nimport java.util.concurrent.TimeUnit;\n" +
            "public class Example { public static void main(String[] args) {\n" + code + "}}\n");

        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        final ByteArrayOutputStream errors = new ByteArrayOutputStream();
        final int result = compiler.run(null, null, errors,
            "-cp", System.getProperty("java.class.path"), "-d", folder.toString(), source.toString());
        assertEquals(0, result, errors.toString(StandardCharsets.UTF_8));

        final PrintStream stdout = System.out;
        final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (URLClassLoader loader = new URLClassLoader(new URL[]{folder.toUri().toURL()}, getClass().getClassLoader()))
        {
            loader.loadClass("Example").getMethod("main", String[].class).invoke(null, (Object)new String[0]);
        }
        finally
        {
            System.setOut(stdout);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldCompileAndRunTheExample() throws Exception
    {
        assertEquals("0 Registered John Wayne\n1 NameChanged Jaughn Wayne\n",
            run(example(0).replace("/var/lib/varve", folder.resolve("data").toString())));
    }

    @Test
    void shouldCompileAndRunTheExampleOverANode() throws Exception
    {
        final Path driver = folder.resolve("aeron");
        final ServeSettings settings = new ServeSettings(folder.resolve("data"), List.of(ServedChannel.parse("aeron:ipc")), driver,
            null, HttpArgument.parse("off"), true, Duration.ofMillis(50), Duration.ofSeconds(10), 8);
        final ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (Appliance appliance = Appliance.open(settings, new Console(InputStream.nullInputStream(), said, said, false)))
        {
            assertEquals("Placed at 0\n", run(example(1).replace(appliance.channels().get(0), "aeron:ipc?aeron-dir=" + driver)));
        }
    }

    @Test
    void shouldStayShort() throws Exception
    {
        final long lines = Files.readString(README).lines().count();

        assertTrue(lines <= MAX_LINES, "README has " + lines + " lines, highest " + MAX_LINES);
    }
}
