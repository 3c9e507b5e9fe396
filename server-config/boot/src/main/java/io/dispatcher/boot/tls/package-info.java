/**
 * The certificate the coordinator shows: read from PEM files, or made for development, and handed to the server as a key store.
 *
 * <p>Allowed dependencies: the JDK, and its {@code keytool} as a process. Out of scope: listeners and ports.
 */
@NullMarked
package io.dispatcher.boot.tls;

import org.jspecify.annotations.NullMarked;
