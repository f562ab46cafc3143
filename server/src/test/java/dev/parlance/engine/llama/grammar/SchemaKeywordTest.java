package dev.parlance.engine.llama.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.wire.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaKeywordTest {
    private static Grammar grammar(String schema) {
        return Grammar.jsonSchema(
                (JsonObject) Json.parse(schema.replace('\'', '"')), GrammarLimits.DEFAULT);
    }

    private static void agrees(String schema, String accepted, String refused) {
        Grammar grammar = grammar(schema);
        for (String text : accepted.isEmpty() ? new String[0] : accepted.split(" \\| ")) {
            assertThat(Outputs.accepts(grammar, text.replace('\'', '"')))
                    .as("%s accepts %s", schema, text)
                    .isTrue();
        }
        for (String text : refused.isEmpty() ? new String[0] : refused.split(" \\| ")) {
            assertThat(Outputs.accepts(grammar, text.replace('\'', '"')))
                    .as("%s refuses %s", schema, text)
                    .isFalse();
        }
    }

    @Test
    void strings_are_json_strings() {
        agrees(
                "{'type':'string'}",
                "'' | 'a\\n\\u00e9\\\\' | '\\ud83d\\ude00' | '😀'",
                "'\\ud83d' | '\\ude00\\ud83d' | '\\x' | '\n' | '\\u12' | a");
        agrees("{'type':'string','maxLength':1}", "'\\ud83d\\ude00' | '😀' | '\\n'", "'ab'");
        agrees("{'type':'string','pattern':'b'}", "'abc' | 'b'", "'ac' | ''");
        agrees("{'type':'string','pattern':'^[\\\\\\\\n]$'}", "'\\\\' | 'n'", "'\\n'");
    }

    @Test
    void numbers_keep_their_bounds() {
        agrees("{'type':'integer','minimum':-3,'maximum':12}", "-3 | 0 | 12", "-4 | 13 | 1.5 | 07");
        agrees("{'type':'integer','maximum':0}", "0 | -7", "1 | -0");
        agrees("{'type':'number','exclusiveMinimum':0}", "0.1 | 3", "0 | 0.0 | -1");
        agrees(
                "{'type':'number','minimum':0.25,'maximum':10.5}",
                "0.25 | 10.5 | 10.4999",
                "0.24 | 10.51 | 11");
        agrees("{'type':'integer','multipleOf':7}", "0 | 14 | -21", "1 | 15");
        agrees("{'type':'number','multipleOf':0.05}", "0.05 | 1.1 | 2", "0.01 | 1.12");
        agrees(
                "{'type':'integer','minimum':9007199254740993}",
                "9007199254740993",
                "9007199254740992");
        agrees("{'minimum':5,'exclusiveMinimum':true,'type':'integer'}", "6", "5");
    }

    @Test
    void objects_list_members_in_order_and_once() {
        String schema =
                "{'type':'object','properties':{'a':{'type':'null'},'b':{'type':'null'}},"
                        + "'required':['b'],'additionalProperties':false}";
        agrees(
                schema,
                "{'a':null,'b':null} | {'b':null} | { 'b': null }",
                "{} | {'b':null,'a':null} | {'b':null,'b':null} | {'b':null,}");
    }

    @Test
    void other_members_have_other_names() {
        String schema =
                "{'type':'object','properties':{'a':{'type':'null'}},"
                        + "'additionalProperties':{'type':'integer'}}";
        agrees(
                schema,
                "{'a':null,'c':1,'d':2} | {'ab':1} | {'':1}",
                "{'a':1} | {'\\u0061':1} | {'c':1,'c':2} | {'c':1,'\\u0063':2} | {'c':null}");
        agrees("{'type':'object'}", "{'x':[{'y':1,'x':2}],'y':{}}", "{'x':1,'y':2,'x':3} | []");
    }

    @Test
    void members_may_be_counted_and_named_by_pattern() {
        agrees(
                "{'type':'object','patternProperties':{'^n':{'type':'integer'}},"
                        + "'additionalProperties':{'type':'boolean'},'maxProperties':2}",
                "{'n1':1,'x':true} | {}",
                "{'n1':true} | {'x':1} | {'a':true,'b':true,'c':true}");
        agrees(
                "{'type':'object','propertyNames':{'enum':['p','q']},'minProperties':1,"
                        + "'additionalProperties':{'type':'integer'}}",
                "{'p':1} | {'p':1,'q':2}",
                "{} | {'r':1} | {'p':1,'p':2}");
    }

    @Test
    void arrays_have_their_elements() {
        agrees(
                "{'type':'array','prefixItems':[{'type':'integer'},{'type':'string'}],"
                        + "'items':{'type':'null'},'minItems':1,'maxItems':3}",
                "[1] | [1,'a'] | [1, 'a', null]",
                "[] | ['a'] | [1,'a',null,null] | [1,null]");
        agrees("{'type':'array','items':{'type':'integer'},'maxItems':0}", "[]", "[1]");
        agrees("{'type':'array'}", "[1,'a',{}] | []", "{}");
    }

    @Test
    void schemas_are_combined() {
        agrees(
                "{'allOf':[{'type':'object','properties':{'a':{'minimum':1}},'required':['a']},"
                        + "{'properties':{'a':{'type':'integer','maximum':3},'b':{'type':'null'}}}]}",
                "{'a':2} | {'a':3,'b':null}",
                "{'a':4} | {'a':0} | {'b':null}");
        agrees(
                "{'type':'string','anyOf':[{'maxLength':1},{'pattern':'^ab'}]}",
                "'x' | 'abc'",
                "'xy' | 1");
        agrees("{'oneOf':[{'type':'integer'},{'type':'string'}]}", "1 | 'a'", "null | 1.5");
        agrees(
                "{'enum':[1,'a',null,{'k':[1]}],'type':['integer','object']}",
                "1 | {'k':[1]} | {'k': [ 1 ]}",
                "'a' | null");
        agrees("{'type':'string','nullable':true,'enum':['a',null]}", "'a' | null", "'b'");
        agrees("{'enum':['a','abc','b'],'maxLength':2,'pattern':'a'}", "'a'", "'abc' | 'b'");
        agrees(
                "{'$ref':'#/$defs/x','maxLength':2,'$defs':{'x':{'type':'string'}}}",
                "'ab'",
                "'abc' | 1");
    }

    @Test
    void schemas_refer_to_themselves() {
        agrees(
                "{'type':'object','properties':{'v':{'type':'integer'},'next':{'anyOf':[{'$ref':'#'},"
                        + "{'type':'null'}]}},'required':['v','next'],'additionalProperties':false}",
                "{'v':1,'next':{'v':2,'next':null}}",
                "{'v':1,'next':{'v':2}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{'not':{}} ~ /not ~ 'not' is not supported.",
                "{'properties':{'a':{'if':{}}}} ~ /properties/a/if ~ 'if' is not supported.",
                "{'items':{'uniqueItems':true}} ~ /items/uniqueItems ~ 'uniqueItems' is not supported.",
                "{'contains':{}} ~ /contains ~ 'contains' is not supported.",
                "{'dependentRequired':{}} ~ /dependentRequired ~ 'dependentRequired' is not supported.",
                "{'format':'idn-email'} ~ /format ~ the format 'idn-email' is not supported.",
                "{'pattern':'(?=a)'} ~ /pattern ~ the pattern (?=a): look-around is not supported.",
                "{'$ref':'other.json'} ~ `` ~ '$ref' to another document is not supported: other.json",
                "{'$ref':'#/$defs/x'} ~ `` ~ '$ref' leads nowhere: #/$defs/x",
                "{'type':'text'} ~ /type ~ 'type' has a word that is no type.",
                "{'maxLength':-1} ~ /maxLength ~ 'maxLength' must be a whole number from 0 on.",
                "{'oneOf':[{'type':'string'},{'maxLength':3}]} ~ `` ~ the options 0 and 1 of 'oneOf' are not told apart by type, const, enum, range or a required property; use 'anyOf'.",
            })
    void refuses_by_name_and_place(String schema, String where, String what) {
        assertThatThrownBy(() -> grammar(schema))
                .isInstanceOfSatisfying(
                        GrammarException.class,
                        e -> {
                            assertThat(e.what()).isEqualTo(what);
                            assertThat(e.where()).isEqualTo(where);
                        });
    }

    @Test
    void says_what_it_leaves_out_when_that_is_wanted() {
        JsonObject schema =
                (JsonObject)
                        Json.parse(
                                ("{'type':'array','uniqueItems':true,'items':{'type':'string',"
                                                + "'pattern':'(?!x)','maxLength':2}}")
                                        .replace('\'', '"'));
        List<String> loosened = new ArrayList<>();
        Grammar grammar =
                Grammar.jsonSchema(
                        schema, GrammarLimits.DEFAULT, fault -> loosened.add(fault.where()));
        assertThat(loosened).containsExactly("/uniqueItems", "/items/pattern");
        assertThat(Outputs.accepts(grammar, "[\"ab\",\"ab\"]")).isTrue();
        assertThat(Outputs.accepts(grammar, "[\"abc\"]")).isFalse();
    }

    @Test
    void a_schema_without_values_is_refused() {
        assertThatThrownBy(() -> grammar("{'type':'string','minLength':3,'maxLength':2}"))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("No value satisfies the schema");
    }
}
