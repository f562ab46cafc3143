package dev.parlance.engine.llama.grammar;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.JsonNodeException;
import tools.jackson.databind.json.JsonMapper;

/// JSON Schema as somebody else reads it: an independent validator, formats asserted.
final class ReferenceValidator {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    // The validator has a list of top-level domains that were in use when it was made.
    private static final String EMAIL = "\"format\":\"email\"";
    private static final String SOME_EMAIL =
            "\"pattern\":\"^[^@ .]+([.][^@ .]+)*@([A-Za-z0-9-]+[.])+[A-Za-z]{2,}$\"";

    private final Schema schema;

    ReferenceValidator(String schema) {
        SchemaRegistryConfig config =
                SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
        Dialect dialect =
                schema.contains("\"nullable\":")
                        ? Dialects.getOpenApi30()
                        : Dialects.getDraft202012();
        this.schema =
                SchemaRegistry.withDefaultDialect(
                                dialect, builder -> builder.schemaRegistryConfig(config))
                        .getSchema(MAPPER.readTree(schema.replace(EMAIL, SOME_EMAIL)));
    }

    /// True when the text is JSON without repeated names that the schema accepts.
    boolean accepts(String text) {
        JsonNode node = MAPPER.readTree(text);
        try {
            return schema.validate(node).isEmpty();
        } catch (JsonNodeException e) {
            // It cannot read numbers beyond the range of a long where it wants one: no verdict.
            return true;
        }
    }
}
