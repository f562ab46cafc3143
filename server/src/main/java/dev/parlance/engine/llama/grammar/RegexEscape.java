package dev.parlance.engine.llama.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The reader of an escape of a regular expression that stands for characters: `\d`, `\n`,
/// `\u00e9`, `\p{L}`.
final class RegexEscape {
    static final CodePoints DIGITS = CodePoints.range('0', '9');
    static final CodePoints WORD =
            DIGITS.or(CodePoints.range('a', 'z'))
                    .or(CodePoints.range('A', 'Z'))
                    .or(CodePoints.of('_'));
    static final CodePoints SPACES =
            CodePoints.anyOf(" \t\n\u000b\f\r\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff")
                    .or(CodePoints.range(0x2000, 0x200a));

    // The general categories of Unicode, with Java's numbers for them.
    private static final Map<String, List<Byte>> CATEGORIES =
            Map.ofEntries(
                    Map.entry("lu", List.of(Character.UPPERCASE_LETTER)),
                    Map.entry("ll", List.of(Character.LOWERCASE_LETTER)),
                    Map.entry("lt", List.of(Character.TITLECASE_LETTER)),
                    Map.entry("lm", List.of(Character.MODIFIER_LETTER)),
                    Map.entry("lo", List.of(Character.OTHER_LETTER)),
                    Map.entry("mn", List.of(Character.NON_SPACING_MARK)),
                    Map.entry("mc", List.of(Character.COMBINING_SPACING_MARK)),
                    Map.entry("me", List.of(Character.ENCLOSING_MARK)),
                    Map.entry("nd", List.of(Character.DECIMAL_DIGIT_NUMBER)),
                    Map.entry("nl", List.of(Character.LETTER_NUMBER)),
                    Map.entry("no", List.of(Character.OTHER_NUMBER)),
                    Map.entry("pc", List.of(Character.CONNECTOR_PUNCTUATION)),
                    Map.entry("pd", List.of(Character.DASH_PUNCTUATION)),
                    Map.entry("ps", List.of(Character.START_PUNCTUATION)),
                    Map.entry("pe", List.of(Character.END_PUNCTUATION)),
                    Map.entry("pi", List.of(Character.INITIAL_QUOTE_PUNCTUATION)),
                    Map.entry("pf", List.of(Character.FINAL_QUOTE_PUNCTUATION)),
                    Map.entry("po", List.of(Character.OTHER_PUNCTUATION)),
                    Map.entry("sm", List.of(Character.MATH_SYMBOL)),
                    Map.entry("sc", List.of(Character.CURRENCY_SYMBOL)),
                    Map.entry("sk", List.of(Character.MODIFIER_SYMBOL)),
                    Map.entry("so", List.of(Character.OTHER_SYMBOL)),
                    Map.entry("zs", List.of(Character.SPACE_SEPARATOR)),
                    Map.entry("zl", List.of(Character.LINE_SEPARATOR)),
                    Map.entry("zp", List.of(Character.PARAGRAPH_SEPARATOR)),
                    Map.entry("cc", List.of(Character.CONTROL)),
                    Map.entry("cf", List.of(Character.FORMAT)));
    private static final String MAJOR = "lmnpszc";
    // At most one for each category: finding one looks at every character there is.
    private static final Map<String, CodePoints> SETS = new ConcurrentHashMap<>();

    private final Source source;

    /// @param source at the backslash
    RegexEscape(Source source) {
        this.source = source;
    }

    CodePoints read() {
        source.next();
        int c = source.next();
        return switch (c) {
            case 'd' -> DIGITS;
            case 'D' -> DIGITS.not();
            case 'w' -> WORD;
            case 'W' -> WORD.not();
            case 's' -> SPACES;
            case 'S' -> SPACES.not();
            case 'p' -> property();
            case 'P' -> property().not();
            case 't' -> CodePoints.of('\t');
            case 'n' -> CodePoints.of('\n');
            case 'v' -> CodePoints.of(0x0b);
            case 'f' -> CodePoints.of('\f');
            case 'r' -> CodePoints.of('\r');
            case 'a' -> CodePoints.of(7);
            case 'e' -> CodePoints.of(0x1b);
            case '0' -> CodePoints.of(0);
            case 'c' -> CodePoints.of(source.next() % 32);
            case 'x' -> CodePoints.of(source.hex(2));
            case 'u' -> CodePoints.of(unicode());
            default -> {
                if (Character.isLetterOrDigit(c)) {
                    throw source.fault("the escape \\" + Character.toString(c) + " is not known");
                }
                yield CodePoints.of(c);
            }
        };
    }

    private int unicode() {
        if (source.take("{")) {
            int digits = 0;
            while (source.peek(digits) != '}' && digits < 8) {
                digits++;
            }
            int c = source.hex(digits);
            if (digits == 0 || !source.take("}")) {
                throw source.fault("\\u{ needs hexadecimal digits and a '}'");
            }
            return c;
        }
        int unit = source.unit();
        if (Character.isHighSurrogate((char) unit) && source.take("\\u")) {
            return Character.toCodePoint((char) unit, (char) source.unit());
        }
        if (Character.isSurrogate((char) unit)) {
            throw source.fault("half of a surrogate pair is not a character");
        }
        return unit;
    }

    private CodePoints property() {
        String name;
        if (source.take("{")) {
            int from = source.at();
            while (!source.atEnd() && source.peek() != '}') {
                source.next();
            }
            name = source.since(from);
            boolean _ = source.take("}");
        } else {
            name = Character.toString(source.next());
        }
        String key = name.toLowerCase(Locale.ROOT);
        CodePoints set = SETS.get(key);
        if (set == null) {
            set = category(key);
            if (set != null) {
                SETS.put(key, set);
            }
        }
        if (set == null) {
            throw source.fault(
                    "the property \\p{"
                            + name
                            + "} is not known; general categories such as L"
                            + " or Nd are");
        }
        return set;
    }

    private static @Nullable CodePoints category(String name) {
        boolean major = name.length() == 1 && MAJOR.contains(name);
        if (!major && !CATEGORIES.containsKey(name)) {
            return null;
        }
        boolean[] wanted = new boolean[32];
        CATEGORIES.forEach((key, types) -> {
            if (key.startsWith(name)) {
                types.forEach(type -> wanted[type] = true);
            }
        });
        List<int[]> ranges = new ArrayList<>();
        int first = -1;
        for (int c = 0; c <= Character.MAX_CODE_POINT + 1; c++) {
            boolean in = c <= Character.MAX_CODE_POINT && wanted[Character.getType(c)];
            if (in && first < 0) {
                first = c;
            } else if (!in && first >= 0) {
                ranges.add(new int[] {first, c - 1});
                first = -1;
            }
        }
        return CodePoints.of(ranges);
    }
}
