package io.dispatcher.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.protocol.Timestamp;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.stream.Collectors;

/**
 * JSON as the contract writes it: snake_case, times in UTC with milliseconds, nulls written; read strictly: an unknown or repeated member, a
 * wrong type, trailing text, too deep nesting or invalid UTF-8 is a {@link ProblemException} that names the place. Thread-safe.
 */
public final class Json {
    /** Deepest nesting that is read. */
    public static final int MAX_DEPTH = 64;

    private static final ObjectMapper MAPPER = mapper();

    private Json() {}

    /** For trees and for writers of their own; not to be reconfigured. */
    public static ObjectMapper shared() {
        return MAPPER;
    }

    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not writable as JSON: " + value.getClass(), e);
        }
    }

    public static String time(Instant time) {
        return Timestamp.of(time);
    }

    /** @throws ProblemException {@code invalid-request} that says what is wrong and where */
    public static <T> T read(byte[] utf8, Class<T> type) {
        return type.cast(read(utf8, (Type) type));
    }

    static Object read(byte[] utf8, Type type) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw invalid("the body is not valid UTF-8");
        }
        if (text.isBlank()) {
            throw invalid("the body is empty; a JSON value is needed");
        }
        try {
            Object value = MAPPER.readValue(text, MAPPER.constructType(type));
            if (value == null) {
                throw invalid("the body must not be null");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new ProblemException(failure(e));
        }
    }

    /** A failed reading as a failure: which member, what is wrong with it. */
    public static Failure failure(JsonProcessingException e) {
        String detail;
        if (e instanceof UnrecognizedPropertyException unknown) {
            detail = "unknown member " + path(unknown);
        } else if (e instanceof JsonMappingException mapping && !path(mapping).isEmpty()) {
            detail = path(mapping) + ": " + plain(mapping);
        } else {
            detail = "the body is not the JSON expected here: " + plain(e);
        }
        return new Failure(FailureType.INVALID_REQUEST, detail);
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(new Failure(FailureType.INVALID_REQUEST, detail));
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }

    /** The library's sentence without class names and source locations. */
    private static String plain(JsonProcessingException e) {
        Throwable cause = e.getCause();
        if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
            return cause.getMessage();
        }
        String first =
                String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
        String plain = first.replaceAll(
                        "`?(?:java|io\\.dispatcher|com\\.fasterxml)[\\w.$]*[.$](\\w+)(<[^`>]*>)?`?", "$1")
                .replaceAll(" ?\\((?:but )?(?:set|could be|enable|disable)[^)]*\\)", "")
                .replaceAll(" ?\\(for Object starting at .*?\\)", "")
                .replaceAll(" ?\\(`?StreamReadConstraints[^)]*\\)(?:`\\))?", "")
                .replaceAll("\\(?from `?StreamReadConstraints.*", "");
        return plain.length() > 200 ? plain.substring(0, 200) : plain;
    }

    private static ObjectMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(100)
                        .maxNameLength(1000)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
        SimpleModule times = new SimpleModule("times")
                .addSerializer(Instant.class, new TimeWriter())
                .addDeserializer(Instant.class, new TimeReader());
        return JsonMapper.builder(factory)
                .addModule(times)
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .serializationInclusion(JsonInclude.Include.ALWAYS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual, texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }

    private static final class TimeWriter extends JsonSerializer<Instant> {
        @Override
        public void serialize(Instant time, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(time(time));
        }
    }

    private static final class TimeReader extends JsonDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            String text = in.getText();
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                throw context.weirdStringException(text, Instant.class, "must be a time as in RFC 3339");
            }
        }
    }
}
