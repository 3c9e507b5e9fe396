package io.dispatcher.tunnel;

import com.github.f4b6a3.uuid.UuidCreator;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.Names;
import io.dispatcher.protocol.TunnelIds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who asks through a tunnel, and their own id of the request: as the request says, else made up here. They go with it to the upstream.
 *
 * @param clientId a name
 * @param clientReqId a name, as UUIDs are
 */
public record CallerIds(String clientId, String clientReqId) {
    private static final String NOBODY = "anonymous";

    /**
     * Those of a request.
     *
     * @param headers all of the request
     * @param caller name of its token, null without one
     * @throws InvalidRequestException naming the header that is no id
     */
    public static CallerIds of(List<HeaderField> headers, @Nullable String caller) throws InvalidRequestException {
        String client = brought(headers, TunnelIds.CLIENT_ID);
        String request = brought(headers, TunnelIds.CLIENT_REQ_ID);
        return new CallerIds(
                client != null ? client : caller != null && Names.isId(caller) ? caller : NOBODY,
                request != null
                        ? request
                        : UuidCreator.getTimeOrderedEpochFast().toString());
    }

    private static @Nullable String brought(List<HeaderField> headers, String name) throws InvalidRequestException {
        String found = null;
        for (HeaderField header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                String value = header.value().strip();
                if (found != null || !Names.isId(value)) {
                    throw new InvalidRequestException(
                            name,
                            "must be one id of up to 64 letters, digits, '-' and '_', and begin with no '-' or '_'");
                }
                found = value;
            }
        }
        return found;
    }

    List<HeaderField> headers() {
        return List.of(
                new HeaderField(TunnelIds.CLIENT_ID, clientId), new HeaderField(TunnelIds.CLIENT_REQ_ID, clientReqId));
    }
}
