/**
 * The command line: {@link io.dispatcher.cli.Main} and one class a command.
 *
 * <p>Purpose: options, environment variables, exit codes and output of every command of the agent jar. Allowed
 * dependencies: picocli, Jackson, and the packages whose commands it offers. Out of scope: what the commands do beyond
 * one call of the coordinator's API.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.cli;
