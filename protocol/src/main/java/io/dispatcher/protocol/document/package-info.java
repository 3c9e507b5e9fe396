/**
 * Documents that people write, in JSON or YAML, as trees that know where each part is written. Every text is hostile: depth is bounded and nothing in it stands for
 * something elsewhere. Out of scope: what a document means.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.protocol.document;
