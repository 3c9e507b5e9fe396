/** The HTTP server of the ports that are an upstream: Jetty, as strict as RFC 9112 wants it, with bounds, and with problems instead of pages. */
@NullMarked
package io.dispatcher.http;

import org.jspecify.annotations.NullMarked;
