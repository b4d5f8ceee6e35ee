/**
 * Clients of peers whose protocols are a few lines: {@link io.varve.perf.wire.RedisConnection} and {@link
 * io.varve.perf.wire.NatsConnection}, both pipelined without a copy that their makers' clients would not make.
 */
package io.varve.perf.wire;
