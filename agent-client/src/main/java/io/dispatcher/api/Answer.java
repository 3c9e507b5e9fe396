package io.dispatcher.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** A 2xx answer: its JSON (missing node when it had no body), its bytes and its headers (names in lower case). */
public record Answer(int status, JsonNode json, byte[] bytes, Map<String, List<String>> headers) {}
