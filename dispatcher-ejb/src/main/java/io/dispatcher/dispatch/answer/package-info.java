/**
 * How an outcome is written for those who asked, the same over HTTP, JMS and callbacks. May use {@code dispatch} and {@code protocol}; knows no
 * channel.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.dispatch.answer;
