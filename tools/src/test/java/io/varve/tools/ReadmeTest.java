package io.varve.tools;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @Test
    void shouldCompileAndRunTheExample() throws Exception
    {
        final Matcher example = EXAMPLE.matcher(Files.readString(README));
        assertTrue(example.find(), "README has no example");
        final String code = example.group(1).replace("/var/lib/varve", folder.resolve("data").toString());
        final Path source = folder.resolve("Example.java");
        Files.writeString(source,
            "import io.varve.api.*;\npublic class Example { public static void main(String[] args) {\n" + code + "}}\n");

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
        assertEquals("0 Registered John Wayne\n1 NameChanged Jaughn Wayne\n", printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void shouldStayShort() throws Exception
    {
        final long lines = Files.readString(README).lines().count();

        assertTrue(lines <= MAX_LINES, "README has " + lines + " lines, highest " + MAX_LINES);
    }
}
