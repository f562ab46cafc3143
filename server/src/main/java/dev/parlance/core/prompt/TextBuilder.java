package dev.parlance.core.prompt;

/// A growing text whose every character is paid for.
final class TextBuilder {

    private final Execution run;
    private final StringBuilder text = new StringBuilder();

    TextBuilder(Execution run) {
        this.run = run;
    }

    TextBuilder append(String more) {
        // The length of the whole is bounded, the price is that of the new part.
        if ((long) text.length() + more.length() > run.limits().maxOutputLength()) {
            run.reserve((long) text.length() + more.length());
        }
        run.scan(more.length());
        text.append(more);
        return this;
    }

    TextBuilder append(char character) {
        return append(String.valueOf(character));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
