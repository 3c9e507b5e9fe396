package io.dispatcher.monitor.model;

/** What must be confirmed before it is done. */
public record Question(String text, Runnable yes) implements Overlay {}
