/** The description of every endpoint, a file of its own ({@code openapi.json}) that a test keeps complete. May use {@code web}. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.openapi.web;
