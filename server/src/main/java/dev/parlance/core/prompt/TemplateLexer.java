package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts a template into literal text and tags, with the white-space rules of chat templates: the
/// newline after a block is dropped, and so is the indentation before one (`trim_blocks` and
/// `lstrip_blocks`), `-` strips more and `+` strips nothing.
final class TemplateLexer {

    private static final Pattern RAW_BEGIN = Pattern.compile("\\s*raw\\s*(-?)%}");
    private static final Pattern RAW_END =
            Pattern.compile("\\{%([-+]?)\\s*endraw\\s*(\\+%}|-%}\\s*|%}\\n?)");

    private final Execution run;
    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int line = 1;

    /// True when the last tag swallowed its newline, so that what follows starts a line.
    private boolean lineStart = true;

    TemplateLexer(String template, Execution run) {
        this.run = run;
        String text = template.replace("\r\n", "\n").replace('\r', '\n');
        this.source = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    List<Token> tokens() {
        while (position < source.length()) {
            int tag = nextTag();
            if (tag < 0) {
                data(source.substring(position));
                position = source.length();
            } else {
                tag(tag);
            }
        }
        add(Kind.END, "");
        return tokens;
    }

    private int nextTag() {
        int at = source.indexOf('{', position);
        while (at >= 0 && at + 1 < source.length()) {
            char next = source.charAt(at + 1);
            if (next == '%' || next == '{' || next == '#') {
                return at;
            }
            at = source.indexOf('{', at + 1);
        }
        return -1;
    }

    private void tag(int at) {
        char kind = source.charAt(at + 1);
        String text = source.substring(position, at);
        int inside = at + 2;
        char sign = sign(inside);
        if (sign != ' ') {
            inside++;
        }
        data(strippedBefore(text, sign, kind != '{'));
        line += newlines(text) - newlines(strippedBefore(text, sign, kind != '{'));
        position = inside;
        lineStart = false;
        if (kind == '#') {
            comment();
            return;
        }
        Matcher raw = RAW_BEGIN.matcher(source).region(inside, source.length());
        if (kind == '%' && raw.lookingAt()) {
            raw(raw);
            return;
        }
        boolean print = kind == '{';
        add(print ? Kind.PRINT_BEGIN : Kind.BLOCK_BEGIN, "");
        ExpressionLexer words = new ExpressionLexer(run, source, position, line, print, tokens);
        moveTo(words.lex());
    }

    private char sign(int at) {
        char sign = at < source.length() ? source.charAt(at) : ' ';
        return sign == '-' || sign == '+' ? sign : ' ';
    }

    private String strippedBefore(String text, char sign, boolean block) {
        if (sign == '-') {
            return Text.stripTrailing(text);
        }
        if (sign == '+' || !block) {
            return text;
        }
        int start = text.lastIndexOf('\n') + 1;
        boolean blank = Text.strip(text.substring(start)).isEmpty();
        return blank && (start > 0 || lineStart) ? text.substring(0, start) : text;
    }

    private void comment() {
        int end = source.indexOf("#}", position);
        if (end < 0) {
            run.line(line);
            throw run.failure("missing end of comment tag '#}'");
        }
        char sign = end > position ? source.charAt(end - 1) : ' ';
        int after = end + 2;
        moveTo(sign == '-' ? skipSpace(after) : sign == '+' ? after : skipNewline(after));
    }

    private void raw(Matcher begin) {
        moveTo(begin.group(1).isEmpty() ? begin.end() : skipSpace(begin.end()));
        lineStart = false;
        Matcher end = RAW_END.matcher(source);
        if (!end.find(position)) {
            run.line(line);
            throw run.failure("missing end of raw block, '{% endraw %}'");
        }
        String text = source.substring(position, end.start());
        char sign = end.group(1).isEmpty() ? ' ' : end.group(1).charAt(0);
        String stripped = strippedBefore(text, sign, true);
        data(stripped);
        line -= newlines(stripped);
        moveTo(end.end());
    }

    /// Goes on after a tag, counting its lines.
    private void moveTo(int next) {
        line += newlines(source.substring(position, next));
        lineStart = next > position && source.charAt(next - 1) == '\n';
        position = next;
    }

    private int skipSpace(int from) {
        return Text.skipSpace(source, from);
    }

    private int skipNewline(int from) {
        return from < source.length() && source.charAt(from) == '\n' ? from + 1 : from;
    }

    private void data(String text) {
        if (!text.isEmpty()) {
            add(Kind.DATA, text);
            line += newlines(text);
        }
    }

    private void add(Kind kind, String text) {
        tokens.add(new Token(kind, text, line));
    }

    private static int newlines(String text) {
        int count = 0;
        for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
            count++;
        }
        return count;
    }
}
