package io.varve.replication.delivery;

import io.varve.codec.protocol.MessageHeaderEncoder;
import io.varve.codec.protocol.NameEncoder;
import io.varve.codec.protocol.NameKind;
import io.varve.replication.message.AnswerQueue;
import org.agrona.ExpandableArrayBuffer;

import java.util.HashMap;
import java.util.Map;

/** Names that a client was told the numbers of; each goes ahead of the first event that uses it. */
final class SentNames
{
    private final AnswerQueue queue;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(256);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final NameEncoder encoder = new NameEncoder();
    private final Kind aggregates = new Kind(NameKind.AGGREGATE);
    private final Kind types = new Kind(NameKind.TYPE);
    private int count;

    /** Names of one kind; those that were asked for last are found without a search. */
    private final class Kind
    {
        private final NameKind kind;
        private final Map<String, Map<String, Integer>> numbers = new HashMap<>();
        private String lastDomain;
        private String lastName;
        private int lastNumber;

        Kind(final NameKind kind)
        {
            this.kind = kind;
        }

        /** Texts of the dictionary are one object each, mostly. */
        @SuppressWarnings("ReferenceEquality")
        int number(final String domain, final String name)
        {
            if (domain != lastDomain || name != lastName)
            {
                final Map<String, Integer> ofDomain = numbers.computeIfAbsent(domain, key -> new HashMap<>());
                Integer number = ofDomain.get(name);
                if (number == null)
                {
                    number = ++count;
                    ofDomain.put(name, number);
                    send(number, kind, domain, name);
                }
                lastDomain = domain;
                lastName = name;
                lastNumber = number;
            }
            return lastNumber;
        }
    }

    SentNames(final AnswerQueue queue)
    {
        this.queue = queue;
    }

    int aggregate(final String domain, final String name)
    {
        return aggregates.number(domain, name);
    }

    int type(final String domain, final String name)
    {
        return types.number(domain, name);
    }

    private void send(final int number, final NameKind kind, final String domain, final String name)
    {
        encoder.wrapAndApplyHeader(buffer, 0, header).number(number).kind(kind).domain(domain).name(name);
        queue.send(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
    }
}
