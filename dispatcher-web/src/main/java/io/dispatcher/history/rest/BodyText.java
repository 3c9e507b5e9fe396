package io.dispatcher.history.rest;

import io.dispatcher.protocol.HeaderField;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A body as text if its bytes decode strictly in the declared charset (UTF-8 if none), else in base 64. */
record BodyText(@Nullable String text, @Nullable String base64) {
    private static final Pattern CHARSET =
            Pattern.compile("charset\\s*=\\s*\"?([A-Za-z0-9._:+-]+)", Pattern.CASE_INSENSITIVE);

    static BodyText of(List<HeaderField> headers, byte[] body) {
        try {
            return new BodyText(
                    charset(headers)
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(body))
                            .toString(),
                    null);
        } catch (CharacterCodingException | IllegalArgumentException e) {
            return new BodyText(null, Base64.getEncoder().encodeToString(body));
        }
    }

    /** @throws IllegalArgumentException for a charset nobody knows */
    private static Charset charset(List<HeaderField> headers) {
        for (HeaderField header : headers) {
            if (header.name().equalsIgnoreCase("Content-Type")) {
                Matcher charset = CHARSET.matcher(header.value());
                return charset.find() ? Charset.forName(charset.group(1)) : StandardCharsets.UTF_8;
            }
        }
        return StandardCharsets.UTF_8;
    }
}
