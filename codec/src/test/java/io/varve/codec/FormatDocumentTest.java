package io.varve.codec;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Keeps the tables of docs/FORMAT.md equal to the schema and to the limits. */
class FormatDocumentTest
{
    private static final Path FORMAT_DOCUMENT = Path.of("..", "docs", "FORMAT.md");
    private static final Map<String, String> TYPE_IN_DOCUMENT = Map.of(
        "uint8", "u8", "uint16", "u16", "uint32", "u32", "int64", "i64", "PackedName", "15 bytes", "Reserved4", "4 bytes");
    private static final Map<String, Integer> LENGTH_OF_TYPE =
        Map.of("uint8", 1, "uint16", 2, "uint32", 4, "int64", 8, "PackedName", 15, "Reserved4", 4);

    private List<String> document;
    private Document schema;

    @BeforeEach
    void read() throws Exception
    {
        document = Files.readAllLines(FORMAT_DOCUMENT);
        try (InputStream in = getClass().getResourceAsStream("/sbe/varve-schema.xml"))
        {
            schema = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
        }
    }

    @Test
    void shouldShowEveryFieldOfEveryLayout()
    {
        final NodeList messages = schema.getElementsByTagName("sbe:message");
        assertEquals(9, messages.getLength());
        for (int i = 0; i < messages.getLength(); i++)
        {
            final Element message = (Element)messages.item(i);
            assertEquals(rowsOfSchema(message), rowsOfDocument(message), message.getAttribute("name"));
        }
    }

    @Test
    void shouldLeaveNoGapsInTheLayouts()
    {
        final NodeList messages = schema.getElementsByTagName("sbe:message");
        for (int i = 0; i < messages.getLength(); i++)
        {
            final Element message = (Element)messages.item(i);
            int offset = 0;
            for (final Element field : fields(message))
            {
                final String place = message.getAttribute("name") + "." + field.getAttribute("name");
                final int length = LENGTH_OF_TYPE.get(field.getAttribute("type"));
                assertEquals(offset, Integer.parseInt(field.getAttribute("offset")), place);
                assertTrue(length == 15 || offset % length == 0, "not aligned: " + place);
                offset += length;
            }
            assertEquals(offset, Integer.parseInt(message.getAttribute("blockLength")), message.getAttribute("name"));
        }
    }

    @Test
    void shouldShowEveryLimit() throws ReflectiveOperationException
    {
        for (final Field limit : Limits.class.getDeclaredFields())
        {
            final String row = String.format(
                Locale.ROOT, "| `%s` | %,d | ", limit.getName(), ((Number)limit.get(null)).longValue());

            assertTrue(document.stream().anyMatch(line -> line.startsWith(row)), "not in " + FORMAT_DOCUMENT + ": " + row);
        }
    }

    private List<String> rowsOfDocument(final Element message)
    {
        final String title = "(`" + message.getAttribute("name") + "`, " + message.getAttribute("blockLength") + " bytes";
        final List<String> rows = new ArrayList<>();
        boolean inLayout = false;
        for (final String line : document)
        {
            inLayout |= line.contains(title);
            if (inLayout && line.matches("\\| \\d+ \\| .*"))
            {
                final String[] cells = line.split(" *\\| *");
                rows.add(cells[1] + " " + cells[2] + " " + cells[3]);
            }
            else if (!rows.isEmpty())
            {
                break;
            }
        }
        assertFalse(rows.isEmpty(), "no table below a line with " + title);
        return rows;
    }

    private static List<String> rowsOfSchema(final Element message)
    {
        final List<String> rows = new ArrayList<>();
        for (final Element field : fields(message))
        {
            rows.add(field.getAttribute("offset") + " " + TYPE_IN_DOCUMENT.get(field.getAttribute("type")) + " " +
                field.getAttribute("name"));
        }
        return rows;
    }

    private static List<Element> fields(final Element message)
    {
        final List<Element> fields = new ArrayList<>();
        final NodeList nodes = message.getElementsByTagName("field");
        for (int i = 0; i < nodes.getLength(); i++)
        {
            fields.add((Element)nodes.item(i));
        }
        return fields;
    }
}
