/**
 * The console's files: built from {@code src/main/console}, in the deployment under {@code WEB-INF/console}.
 *
 * <p>May use {@code web}. Out of scope: any data, which its pages get from the API like everybody else.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.console.web;
