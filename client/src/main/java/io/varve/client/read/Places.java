package io.varve.client.read;

import io.varve.api.Token;
import io.varve.codec.protocol.PlaceDecoder;
import io.varve.codec.protocol.PlaceEncoder;

/** Tokens in messages. */
final class Places
{
    private Places()
    {
    }

    static Token token(final PlaceDecoder place)
    {
        return new Token(
            place.journalIdHigh(), place.journalIdLow(), place.epoch(), place.position(), place.chain());
    }

    static void put(final PlaceEncoder place, final Token token)
    {
        place.journalIdHigh(token.journalIdHigh()).journalIdLow(token.journalIdLow()).epoch(token.epoch())
            .position(token.position()).chain(token.chain());
    }

    /** A position without a history. */
    static void put(final PlaceEncoder place, final long position)
    {
        place.journalIdHigh(0).journalIdLow(0).epoch(0).position(position).chain(0);
    }
}
