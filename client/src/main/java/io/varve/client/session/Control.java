package io.varve.client.session;

import io.varve.client.transport.Outlet;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.protocol.DefineNameEncoder;
import io.varve.codec.protocol.MessageHeaderEncoder;
import io.varve.codec.protocol.NameKind;
import org.agrona.ExpandableArrayBuffer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends everything but batches, and numbers the names that batches use. A number stands for its name in every session; each session
 * is told all of them ahead of whatever uses them.
 */
public final class Control
{
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final DefineNameEncoder defineName = new DefineNameEncoder();
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(1_024);
    private final Map<DefinedName, Integer> numbers = new HashMap<>();
    private final List<DefinedName> names = new ArrayList<>();
    private Session session;
    private Outlet outlet;
    private int told;

    private record DefinedName(NameKind kind, String domain, String name)
    {
    }

    /** Begins a session: nothing can be sent in it until {@link #tellNames()} returned true. */
    synchronized void begin(final Session newSession)
    {
        session = newSession;
        outlet = newSession.newOutlet();
        told = 0;
    }

    /** Ends the session; when this returns, nothing of it is in use here. */
    synchronized void end()
    {
        session = null;
        outlet = null;
    }

    /** @return whether the node knows all names; else there is no room now. */
    synchronized boolean tellNames()
    {
        while (told < names.size())
        {
            final DefinedName name = names.get(told);
            defineName.wrapAndApplyHeader(scratch, 0, header).number(told + 1).kind(name.kind()).domain(name.domain())
                .name(name.name());
            if (session.send(outlet, scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + defineName.encodedLength()) != Outlet.SENT)
            {
                return false;
            }
            told++;
        }
        return true;
    }

    /**
     * The number of a name.
     *
     * @return it, or 0 when the node could not be told now.
     * @throws EventLogException with {@link ErrorCode#TOO_MANY_NAMES}.
     */
    public synchronized int number(final NameKind kind, final String domain, final String name)
    {
        if (session == null)
        {
            return 0;
        }
        final DefinedName defined = new DefinedName(kind, domain, name);
        Integer number = numbers.get(defined);
        if (number == null)
        {
            if (names.size() >= session.terms().maxNames())
            {
                throw new EventLogException(ErrorCode.TOO_MANY_NAMES, "connection has no number left for a name: name=" + name +
                    ", domain=" + domain + ", highest=" + names.size() + "; use fewer names, or several connections");
            }
            names.add(defined);
            number = names.size();
            numbers.put(defined, number);
        }
        return number <= told || tellNames() ? number : 0;
    }

    /**
     * Sends a message in a session.
     *
     * @return as {@link Outlet#offer}; {@link Outlet#NOT_CONNECTED} when the session is over.
     */
    public synchronized int send(final Session inSession, final Message message)
    {
        if (session != inSession || session == null || session.isLost())
        {
            return Outlet.NOT_CONNECTED;
        }
        return session.send(outlet, scratch, 0, message.encode(scratch, header));
    }
}
