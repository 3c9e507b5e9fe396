package io.dispatcher.dispatch;

/** What listeners hear of a dispatch. */
public sealed interface Story permits DispatchRecord, LateAnswer {}
