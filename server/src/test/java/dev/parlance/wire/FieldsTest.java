package dev.parlance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldsTest {

    @Test
    void absent_null_and_value_are_told_apart() {
        Fields fields = fields("{'null':null,'value':1}");

        assertThat(fields.field("absent")).isNull();
        assertThat(fields.field("null"))
                .isNotNull()
                .satisfies(field -> assertThat(field.isNull()).isTrue());
        assertThat(fields.field("value"))
                .isNotNull()
                .satisfies(field -> assertThat(field.isNull()).isFalse());
        assertThat(fields.optional("null")).isNull();
        assertThat(fields.has("null")).isTrue();
        assertThat(fields.has("absent")).isFalse();
    }

    @Test
    void typed_reads_give_what_is_there() {
        Fields fields =
                fields(
                        "{'s':'x','i':3,'i2':3.0,'l':9007199254740993,'d':0.5,'b':true,"
                                + "'o':{'k':'v'},'a':[1,2],'one':'x','many':['x','y'],'e':'auto'}");

        assertThat(fields.string("s")).isEqualTo("x");
        assertThat(fields.integer("i", 0, 9)).isEqualTo(3);
        assertThat(fields.integer("i2", 0, 9)).isEqualTo(3);
        assertThat(fields.optionalLong("l", 0, Long.MAX_VALUE)).isEqualTo(9007199254740993L);
        assertThat(fields.number("d", 0, 2)).isEqualTo(0.5);
        assertThat(fields.bool("b", false)).isTrue();
        assertThat(fields.object("o").string("k")).isEqualTo("v");
        assertThat(fields.array("a")).hasSize(2);
        assertThat(fields.optionalStringOrStrings("one")).containsExactly("x");
        assertThat(fields.optionalStringOrStrings("many")).containsExactly("x", "y");
        assertThat(fields.optionalOneOf("e", "none", "auto")).isEqualTo("auto");
        assertThat(fields.unread()).isEmpty();
    }

    @Test
    void optional_reads_take_absence_and_null_alike() {
        Fields fields = fields("{'n':null}");

        for (String name : List.of("n", "absent")) {
            assertThat(fields.optionalString(name)).isNull();
            assertThat(fields.optionalInteger(name, 0, 1)).isNull();
            assertThat(fields.optionalLong(name, 0, 1)).isNull();
            assertThat(fields.optionalNumber(name, 0, 1)).isNull();
            assertThat(fields.optionalBool(name)).isNull();
            assertThat(fields.optionalObject(name)).isNull();
            assertThat(fields.optionalValue(name)).isNull();
            assertThat(fields.optionalArray(name)).isEmpty();
            assertThat(fields.optionalStringOrStrings(name)).isEmpty();
            assertThat(fields.optionalOneOf(name, "a")).isNull();
            assertThat(fields.bool(name, true)).isTrue();
        }
    }

    @Test
    void errors_carry_the_full_path() {
        Fields root = fields("{'messages':[{},{'content':[{'text':7}]}]}");

        Fields part = root.array("messages").get(1).asObject().array("content").get(0).asObject();

        assertProblem(
                () -> part.string("text"),
                "messages[1].content[0].text",
                "Invalid 'messages[1].content[0].text': expected a string, got an integer.");
        assertProblem(
                () -> part.string("type"),
                "messages[1].content[0].type",
                "Invalid 'messages[1].content[0].type': it is required.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{v:1}     | string  | expected a string, got an integer",
                "{v:null}  | string  | it is required, but is null",
                "{}        | string  | it is required",
                "{v:true}  | integer | expected an integer, got a boolean",
                "{v:1.5}   | integer | expected an integer, got the fraction 1.5",
                "{v:10}    | integer | expected a number from 0 to 9, got 10",
                "{v:-1}    | integer | expected a number from 0 to 9, got -1",
                "{v:1e9999}| integer | expected a number from 0 to 9, got 1E+9999",
                "{v:2.5}   | number  | expected a number from 0 to 2, got 2.5",
                "{v:1e9999}| number  | expected a number from 0 to 2, got 1E+9999",
                "{v:[]}    | number  | expected a number, got an array",
                "{v:0}     | bool    | expected a boolean, got an integer",
                "{v:{}}    | array   | expected an array, got an object",
                "{v:0.5}   | object  | expected an object, got a number",
                "{v:false} | strings | expected a string or an array of strings, got a boolean",
                "{v:'x'}   | oneOf   | expected one of 'none', 'auto', got 'x'",
            })
    void a_wrong_value_is_refused(String json, String read, String message) {
        Fields fields = fields(json.replace("v:", "'v':"));
        Consumer<Fields> reader =
                switch (read) {
                    case "string" -> f -> f.string("v");
                    case "integer" -> f -> f.integer("v", 0, 9);
                    case "number" -> f -> f.number("v", 0, 2);
                    case "bool" -> f -> f.bool("v", true);
                    case "array" -> f -> f.array("v");
                    case "object" -> f -> f.object("v");
                    case "strings" -> f -> f.optionalStringOrStrings("v");
                    default -> f -> f.optionalOneOf("v", "none", "auto");
                };

        assertProblem(() -> reader.accept(fields), "v", "Invalid 'v': " + message + ".");
    }

    @Test
    void a_wrong_element_is_named_by_its_index() {
        assertProblem(
                () -> fields("{'stop':['a',null]}").optionalStringOrStrings("stop"),
                "stop[1]",
                "Invalid 'stop[1]': expected a string, got null.");
    }

    @Test
    void a_body_that_is_no_object_has_no_param() {
        assertThatThrownBy(() -> Fields.of(Json.parse("[]")))
                .hasMessage("Invalid request body: expected an object, got an array.")
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(((InvalidRequest) e.problem()).param()).isNull());
    }

    @Test
    void unread_keys_are_listed_with_their_paths() {
        Fields root = fields("{'a':1,'b':{'c':1,'d':2},'bc':{'x':1},'skip':1,'list':[{'y':1}]}");
        Fields b = root.object("b");
        b.integer("c", 0, 9);
        root.object("bc");
        root.array("list").get(0).asObject();
        root.skip("skip");

        assertThat(root.unread()).containsExactly("a", "b.d", "bc.x", "list[0].y");
        assertThat(b.unread()).containsExactly("b.d");
        assertThat(root.all().members()).containsKey("a");
        assertThat(root.unread()).doesNotContain("a");
    }

    private static Fields fields(String json) {
        return Fields.of(Json.parse(json.replace('\'', '"')));
    }

    private static void assertProblem(Runnable read, String param, String message) {
        assertThatThrownBy(read::run)
                .hasMessage(message)
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(((InvalidRequest) e.problem()).param()).isEqualTo(param));
    }
}
