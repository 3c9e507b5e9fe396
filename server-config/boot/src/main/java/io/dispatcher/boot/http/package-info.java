/**
 * Refuses what is no clean HTTP/1 before Payara's HTTP server reads it: Grizzly takes two Hosts, Content-Length with
 * Transfer-Encoding, names with spaces and chunks with anything between them, each of which lets two servers in a row see
 * different requests in the same bytes.
 *
 * <p>Allowed dependencies: the JDK, Grizzly as Payara bundles it, HK2's file of services. Out of scope: reading requests
 * (Grizzly does), HTTP/2 frames, and what a request means.
 */
@NullMarked
package io.dispatcher.boot.http;

import org.jspecify.annotations.NullMarked;
