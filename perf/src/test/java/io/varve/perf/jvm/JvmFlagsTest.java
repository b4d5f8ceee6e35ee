package io.varve.perf.jvm;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JvmFlagsTest
{
    private static Manifest manifest()
    {
        final Manifest manifest = new Manifest();
        final Attributes attributes = manifest.getMainAttributes();
        attributes.putValue("Add-Opens", "java.base/java.lang.reflect java.base/java.util.zip");
        attributes.putValue("Add-Exports", "java.base/sun.nio.ch");
        attributes.putValue("Enable-Native-Access", "ALL-UNNAMED");
        return manifest;
    }

    @Test
    void shouldTurnTheManifestIntoFlags()
    {
        assertEquals(
            List.of(
                "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                "--add-opens=java.base/java.util.zip=ALL-UNNAMED",
                "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED"),
            JvmFlags.ofManifest(manifest(), 17));
    }

    @Test
    void shouldAllowNativeAccessWhereTheJvmWarnsOfIt()
    {
        assertTrue(JvmFlags.ofManifest(manifest(), 25).contains("--enable-native-access=ALL-UNNAMED"));
    }

    @Test
    void shouldHaveNoFlagsWithoutAManifest()
    {
        assertEquals(List.of(), JvmFlags.ofManifest(null, 17));
    }

    @Test
    void shouldGiveChildrenWhatOpenedThisJvm()
    {
        assertTrue(JvmFlags.ofChild().contains("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"));
    }
}
