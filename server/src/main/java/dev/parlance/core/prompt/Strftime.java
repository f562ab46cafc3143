package dev.parlance.core.prompt;

import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Python's `strftime` on the run's clock: English names, no time zone, as chat templates see it.
final class Strftime {

    private Strftime() {}

    static String format(Execution run, String pattern) {
        LocalDateTime now = LocalDateTime.now(run.clock());
        TextBuilder out = new TextBuilder(run);
        int from = 0;
        int at = pattern.indexOf('%');
        while (at >= 0 && at + 1 < pattern.length()) {
            out.append(pattern.substring(from, at));
            boolean bare = pattern.charAt(at + 1) == '-' && at + 2 < pattern.length();
            int end = bare ? at + 3 : at + 2;
            String field = field(now, pattern.charAt(end - 1));
            String shown = field == null ? pattern.substring(at, end) : field;
            out.append(bare && field != null ? unpadded(shown) : shown);
            from = end;
            at = pattern.indexOf('%', from);
        }
        return out.append(pattern.substring(from)).toString();
    }

    private static String unpadded(String number) {
        int start = 0;
        while (start < number.length() - 1
                && (number.charAt(start) == '0' || number.charAt(start) == ' ')) {
            start++;
        }
        return number.substring(start);
    }

    private static @Nullable String field(LocalDateTime now, char letter) {
        return switch (letter) {
            case 'Y' -> String.valueOf(now.getYear());
            case 'C' -> padded(now.getYear() / 100, 2);
            case 'y' -> padded(now.getYear() % 100, 2);
            case 'm' -> padded(now.getMonthValue(), 2);
            case 'd' -> padded(now.getDayOfMonth(), 2);
            case 'e' -> blank(now.getDayOfMonth());
            case 'j' -> padded(now.getDayOfYear(), 3);
            case 'B' -> now.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'b', 'h' -> now.getMonth().name().charAt(0) + shortName(now.getMonth().name());
            case 'A' -> now.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'a' -> now.getDayOfWeek().name().charAt(0) + shortName(now.getDayOfWeek().name());
            case 'u' -> String.valueOf(now.getDayOfWeek().getValue());
            case 'w' -> String.valueOf(now.getDayOfWeek().getValue() % 7);
            case 'U', 'W', 'V', 'G' -> week(now, letter);
            case 'H', 'k', 'I', 'l', 'M', 'S', 'f', 'p', 'P' -> time(now, letter);
            case 'T', 'X' -> format(now, "%H:%M:%S");
            case 'R' -> format(now, "%H:%M");
            case 'D', 'x' -> format(now, "%m/%d/%y");
            case 'F' -> format(now, "%Y-%m-%d");
            case 'r' -> format(now, "%I:%M:%S %p");
            case 'c' -> format(now, "%a %b %e %H:%M:%S %Y");
            case 'Z', 'z' -> "";
            case 'n' -> "\n";
            case 't' -> "\t";
            case '%' -> "%";
            default -> null;
        };
    }

    private static @Nullable String time(LocalDateTime now, char letter) {
        int twelve = (now.getHour() + 11) % 12 + 1;
        return switch (letter) {
            case 'H' -> padded(now.getHour(), 2);
            case 'k' -> blank(now.getHour());
            case 'I' -> padded(twelve, 2);
            case 'l' -> blank(twelve);
            case 'M' -> padded(now.getMinute(), 2);
            case 'S' -> padded(now.getSecond(), 2);
            case 'f' -> padded(now.get(ChronoField.MICRO_OF_SECOND), 6);
            case 'p' -> now.getHour() < 12 ? "AM" : "PM";
            default -> now.getHour() < 12 ? "am" : "pm";
        };
    }

    private static String week(LocalDateTime now, char letter) {
        int sunday = now.getDayOfWeek().getValue() % 7;
        int monday = now.getDayOfWeek().getValue() - 1;
        return switch (letter) {
            case 'U' -> padded((now.getDayOfYear() + 6 - sunday) / 7, 2);
            case 'W' -> padded((now.getDayOfYear() + 6 - monday) / 7, 2);
            case 'V' -> padded(now.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2);
            default -> String.valueOf(now.get(IsoFields.WEEK_BASED_YEAR));
        };
    }

    /// A composed field; its parts are plain ones.
    private static String format(LocalDateTime now, String pattern) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            boolean field = pattern.charAt(i) == '%';
            out.append(field ? field(now, pattern.charAt(++i)) : pattern.charAt(i));
        }
        return out.toString();
    }

    private static String shortName(String name) {
        return name.substring(1, 3).toLowerCase(Locale.ROOT);
    }

    private static String padded(int number, int width) {
        return String.format(Locale.ROOT, "%0" + width + "d", number);
    }

    private static String blank(int number) {
        return number < 10 ? " " + number : String.valueOf(number);
    }
}
