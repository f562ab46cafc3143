package dev.parlance.store.memory;

import dev.parlance.core.store.UsageBook;
import dev.parlance.core.store.UsageBookContract;

class MemoryUsageBookTest extends UsageBookContract {
    @Override
    protected UsageBook open() {
        return new MemoryUsageBook();
    }
}
