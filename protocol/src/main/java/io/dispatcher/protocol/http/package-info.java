/** HTTP/1.1 answers as load generators read them: checked, counted, not kept. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.protocol.http;
