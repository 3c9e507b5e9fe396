package io.dispatcher.scenarios.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import java.util.List;

/** A JSON Schema (2020-12 unless it says another). It loads nothing, and its expressions are linear (RE2). Thread-safe. */
public final class ValueSchema {
    private static final int MOST_FAULTS = 5;
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            factory -> factory.schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance())));
    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .regularExpressionFactory(text -> {
                Pattern pattern = Pattern.compile(text);
                return value -> pattern.matcher(value).find();
            })
            .build();

    private final JsonSchema schema;

    private ValueSchema(JsonSchema schema) {
        this.schema = schema;
    }

    /** @throws IllegalArgumentException saying why it is none */
    public static ValueSchema of(JsonNode schema) {
        try {
            JsonSchema read = FACTORY.getSchema(schema, CONFIG);
            read.initializeValidators();
            return new ValueSchema(read);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("an expression of it is none: " + e.getDescription(), e);
        } catch (RuntimeException | StackOverflowError e) {
            throw new IllegalArgumentException("is no JSON Schema: " + firstLine(e), e);
        }
    }

    private static String firstLine(Throwable e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return message.length() > 200 ? message.substring(0, 200) : message;
    }

    /** None if the value is as it says. */
    List<String> faults(JsonNode value) {
        try {
            return schema.validate(value).stream()
                    .map(ValidationMessage::getMessage)
                    .limit(MOST_FAULTS)
                    .toList();
        } catch (RuntimeException | StackOverflowError e) {
            return List.of("the schema cannot be applied: " + firstLine(e));
        }
    }
}
