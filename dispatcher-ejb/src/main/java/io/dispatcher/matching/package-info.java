/**
 * What users write to say what they look for: regular expressions in linear time (RE2) and JSON paths (RFC 9535) with bounded work. Pure; may use nothing of
 * the product. The paths are our own: of what Maven Central has for RFC 9535 nothing reads Jackson's tree, takes its regular expressions in linear time and
 * has been kept for long.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.matching;
