package io.dispatcher.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Refuses what Jetty lets pass even when it is strict, and two servers in a row may read in two ways (RFC 9112, sections 3.2 and 6.1). */
final class UnambiguousHandler extends Handler.Wrapper {
    UnambiguousHandler(Handler next) {
        super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (isUnambiguous(request)) {
            return super.handle(request, response, callback);
        }
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400);
        return true;
    }

    /** True if the target is a path or an http URL without user and fragment, and any coding is chunked. */
    private static boolean isUnambiguous(Request request) {
        HttpURI uri = request.getHttpURI();
        return uri.getPath() != null
                && uri.getPath().startsWith("/")
                && uri.getUser() == null
                && uri.getFragment() == null
                && !HttpMethod.CONNECT.is(request.getMethod())
                && coded(request);
    }

    private static boolean coded(Request request) {
        HttpFields fields = request.getHeaders();
        return !fields.contains(HttpHeader.TRANSFER_ENCODING)
                || (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
                        && fields.getValuesList(HttpHeader.TRANSFER_ENCODING).size() == 1
                        && "chunked".equalsIgnoreCase(fields.get(HttpHeader.TRANSFER_ENCODING)));
    }
}
