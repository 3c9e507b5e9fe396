/**
 * Starts the coordinator: one JVM that resolves its settings, checks what can be checked before the server starts,
 * runs Payara Micro with the broker and the application, says when it is ready and stops it in order.
 *
 * <p>Allowed dependencies: the JDK, picocli; Payara Micro by its documented command line only. Out of scope: what the
 * application does with its settings; boot hands them over as system properties {@code dispatcher.<option>}.
 */
@NullMarked
package io.dispatcher.boot;

import org.jspecify.annotations.NullMarked;
