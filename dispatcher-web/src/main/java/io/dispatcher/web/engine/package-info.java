/**
 * The two engines that requests can be served by, chosen by {@code --engine}, on the same servlets. {@code selectors} is the container as it is: who
 * waits holds no thread. {@code threadpool} gives each request one of a bounded number of threads, which it holds to its end. Uses nothing but the
 * servlet API and the settings.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.web.engine;
