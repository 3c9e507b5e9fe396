package io.dispatcher.systemtests;

/**
 * What a process left.
 *
 * @param code its exit code
 * @param out everything on standard output
 * @param err everything on standard error
 */
public record FinishedProcess(int code, String out, String err) {}
