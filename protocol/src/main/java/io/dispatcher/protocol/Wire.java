package io.dispatcher.protocol;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Metadata records to CBOR and back. Unknown members are ignored, so that a newer peer of the same version may say more; missing or
 * mistyped ones are a {@link ProtocolException}. Thread-safe.
 */
public final class Wire {
    private static final CBORMapper MAPPER = mapper();
    private static final ConcurrentHashMap<Class<?>, ObjectReader> READERS = new ConcurrentHashMap<>();
    private static final ConcurrentHashMap<Class<?>, ObjectWriter> WRITERS = new ConcurrentHashMap<>();

    private Wire() {}

    private static CBORMapper mapper() {
        CBORFactory factory = CBORFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(16)
                        .maxStringLength(Frame.MAX_METADATA_BYTES)
                        .build())
                .streamWriteConstraints(
                        StreamWriteConstraints.builder().maxNestingDepth(16).build())
                .build();
        return CBORMapper.builder(factory)
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build();
    }

    public static byte[] write(Record metadata) {
        try {
            return WRITERS.computeIfAbsent(metadata.getClass(), MAPPER::writerFor)
                    .writeValueAsBytes(metadata);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads one record.
     *
     * @throws ProtocolException if the bytes are not CBOR of that record
     */
    public static <T extends Record> T read(ByteBuffer metadata, Class<T> type) throws ProtocolException {
        try {
            ObjectReader reader = READERS.computeIfAbsent(type, MAPPER::readerFor);
            if (metadata.hasArray()) {
                return required(
                        reader.readValue(
                                metadata.array(), metadata.arrayOffset() + metadata.position(), metadata.remaining()),
                        type);
            }
            byte[] copy = new byte[metadata.remaining()];
            metadata.duplicate().get(copy);
            return required(reader.readValue(copy), type);
        } catch (JsonMappingException e) {
            throw new ProtocolException(type.getSimpleName() + " does not fit: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ProtocolException(type.getSimpleName() + " is not CBOR", e);
        }
    }

    private static <T> T required(T value, Class<?> type) throws ProtocolException {
        if (value == null) {
            throw new ProtocolException(type.getSimpleName() + " is missing");
        }
        return value;
    }
}
