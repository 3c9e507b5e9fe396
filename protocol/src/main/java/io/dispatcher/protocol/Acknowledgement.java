package io.dispatcher.protocol;

/** What an agent says when it has noted an order for an upstream: its own id of it, by which its log and the answer name it. */
public record Acknowledgement(String upstreamReqId) {}
