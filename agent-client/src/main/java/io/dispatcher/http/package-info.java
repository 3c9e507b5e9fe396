/**
 * HTTP requests out of a chosen source address.
 *
 * <p>May use {@code protocol}, {@code protocol.egress}, {@code work}; Apache HttpClient stays inside. Out of scope: which addresses there
 * are, where replies go.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.http;
