package io.dispatcher.monitor.model;

/** What lies over the lists. */
public sealed interface Overlay permits Page, Form, Question {}
