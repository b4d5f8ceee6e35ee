package io.varve.tools.lines;

import java.util.HashMap;
import java.util.Map;

/** The fields that an event line may have. */
enum LineField
{
    DOMAIN("domain"),
    AGGREGATE("aggregate"),
    ID("id"),
    KEY("key"),
    TYPE("type"),
    TIME("time"),
    DATA("data"),
    DATA64("data64"),
    META("meta"),

    /** Printed, ignored on input. */
    POSITION("position"),

    /** Printed, ignored on input. */
    VERSION("version"),

    /** Printed, ignored on input. */
    GENERATION("generation");

    private static final Map<String, LineField> BY_NAME = new HashMap<>();

    static
    {
        for (final LineField field : values())
        {
            BY_NAME.put(field.text, field);
        }
    }

    private final String text;

    LineField(final String text)
    {
        this.text = text;
    }

    /** The field with a name, or null. */
    static LineField of(final String name)
    {
        return BY_NAME.get(name);
    }

    /** Its name in the line. */
    String text()
    {
        return text;
    }

    /** A bit of its own, to note which were seen. */
    int bit()
    {
        return 1 << ordinal();
    }
}
