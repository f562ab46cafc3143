package dev.parlance.hub;

import java.util.ArrayList;
import java.util.List;

/// What a pull told whoever watched it.
final class Progress implements PullProgress {
    final List<String> files = new ArrayList<>();
    final List<String> notices = new ArrayList<>();
    volatile long present;
    long total;

    @Override
    public void file(String name, int number, int count) {
        files.add(name + " " + number + "/" + count);
    }

    @Override
    public void bytes(long nowPresent, long ofTotal) {
        present = nowPresent;
        total = ofTotal;
    }

    @Override
    public void notice(String text) {
        notices.add(text);
    }
}
