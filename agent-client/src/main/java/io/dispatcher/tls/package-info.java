/** Whom this process trusts when it connects to a coordinator over TLS. Allowed dependencies: the JDK. Out of scope: targets. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.tls;
