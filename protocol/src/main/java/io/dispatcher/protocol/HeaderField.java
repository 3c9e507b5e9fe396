package io.dispatcher.protocol;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/** One header line; order and duplicates are kept. On the wire an array of two strings. */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"name", "value"})
public record HeaderField(String name, String value) {}
