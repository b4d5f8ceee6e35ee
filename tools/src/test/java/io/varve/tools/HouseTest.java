package io.varve.tools;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** The rules of the house: who may import whom, and what a source file looks like. */
class HouseTest
{
    private static final int MAX_COLUMNS = 132;
    private static final List<String> MODULES = List.of(
        "codec", "api", "client", "ring", "journal", "replication", "tools", "perf");

    private static final String[] AERON_PACKAGES = {
        "io.varve.client..", "io.varve.replication..", "io.varve.tools.driver..", "io.varve.tools.torture.ingress..",
        "io.varve.perf.."};

    private final JavaClasses house = new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("io.varve");

    @Test
    void shouldImportOnlyFromBelow()
    {
        noClasses().that().resideInAPackage("io.varve.codec..")
            .should().dependOnClassesThat().resideInAnyPackage(
                "io.varve.api..", "io.varve.ring..", "io.varve.journal..", "io.varve.tools..").check(house);
        noClasses().that().resideInAPackage("io.varve.api..")
            .should().dependOnClassesThat().resideInAnyPackage(
                "io.varve.ring..", "io.varve.journal..", "io.varve.tools..").check(house);
        noClasses().that().resideInAPackage("io.varve.ring..")
            .should().dependOnClassesThat().resideInAnyPackage(
                "io.varve.api..", "io.varve.journal..", "io.varve.tools..").check(house);
        noClasses().that().resideInAPackage("io.varve.journal..")
            .should().dependOnClassesThat().resideInAnyPackage(
                "io.varve.client..", "io.varve.replication..", "io.varve.tools..").check(house);
        noClasses().that().resideInAPackage("io.varve.client..")
            .should().dependOnClassesThat().resideInAnyPackage(
                "io.varve.ring..", "io.varve.journal..", "io.varve.replication..", "io.varve.tools..").check(house);
        noClasses().that().resideInAPackage("io.varve.replication..")
            .should().dependOnClassesThat().resideInAnyPackage("io.varve.client..", "io.varve.tools..").check(house);
    }

    @Test
    void shouldKnowEachThirdPartyInOnePlace()
    {
        classes().that().resideInAPackage("io.varve..").and().resideOutsideOfPackage("io.varve.journal.chronicle..")
            .should().onlyDependOnClassesThat().resideOutsideOfPackage("net.openhft..").check(house);
        classes().that().resideInAPackage("io.varve..").and().resideOutsideOfPackage("io.varve.ring..")
            .should().onlyDependOnClassesThat().resideOutsideOfPackage("com.lmax..").check(house);
        classes().that().resideInAPackage("io.varve..").and().resideOutsideOfPackages(AERON_PACKAGES)
            .should().onlyDependOnClassesThat().resideOutsideOfPackage("io.aeron..").check(house);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages()
    {
        slices().matching("io.varve.(codec.*)..").should().beFreeOfCycles().check(house);
        slices().matching("io.varve.journal.(*)..").should().beFreeOfCycles().check(house);
        slices().matching("io.varve.tools.(*)..").should().beFreeOfCycles().check(house);
        slices().matching("io.varve.(*)..").should().beFreeOfCycles().check(house);
    }

    @Test
    void shouldKeepLinesShortAndPackagesExplained() throws IOException
    {
        final StringBuilder faults = new StringBuilder();
        for (final String module : MODULES)
        {
            final Path sources = Path.of("..", module, "src", "main", "java");
            try (Stream<Path> files = Files.walk(sources))
            {
                for (final Path file : files.filter(path -> path.toString().endsWith(".java")).toList())
                {
                    check(file, faults);
                }
            }
        }
        assertEquals("", faults.toString());
    }

    private static void check(final Path file, final StringBuilder faults) throws IOException
    {
        int number = 0;
        for (final String line : Files.readAllLines(file))
        {
            number++;
            if (line.length() > MAX_COLUMNS || line.contains("\t"))
            {
                faults.append(file).append(':').append(number).append(" is longer than ").append(MAX_COLUMNS)
                    .append(" columns or has a tab\n");
            }
        }
        if (!Files.exists(file.resolveSibling("package-info.java")))
        {
            faults.append(file.getParent()).append(" has no package-info.java\n");
        }
    }
}
