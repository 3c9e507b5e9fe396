/**
 * Asynchronous requests and answers on the servlet API: bounded bodies in, whole answers or streams of events out, and callers that go away.
 *
 * <p>May use {@code web}. Out of scope: what is asked and answered.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.web.exchange;
