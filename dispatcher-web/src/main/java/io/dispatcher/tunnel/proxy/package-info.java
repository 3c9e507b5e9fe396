/** Ports of the coordinator's that are an upstream each, served by Jetty: as strict with HTTP as RFC 9112 wants it, on any application server. */
@NullMarked
package io.dispatcher.tunnel.proxy;

import org.jspecify.annotations.NullMarked;
