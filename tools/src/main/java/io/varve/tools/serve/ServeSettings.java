package io.varve.tools.serve;

import io.varve.tools.argument.HttpArgument;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What an appliance is to do.
 *
 * @param data            directory of the log.
 * @param channels        that it serves, at least one.
 * @param driver          directory of the media driver, null for Aeron's default.
 * @param secretFile      that clients must know the content of, null for none.
 * @param http            where it answers, or off.
 * @param isHttpWanted    whether a place for HTTP that is taken is an error.
 * @param syncInterval    how long what is journaled may stay unsynced while nobody waits for it.
 * @param livenessTimeout after so much silence a client counts as gone.
 * @param maxClients      at a time.
 */
public record ServeSettings(
    Path data,
    List<ServedChannel> channels,
    Path driver,
    Path secretFile,
    HttpArgument http,
    boolean isHttpWanted,
    Duration syncInterval,
    Duration livenessTimeout,
    int maxClients)
{
}
