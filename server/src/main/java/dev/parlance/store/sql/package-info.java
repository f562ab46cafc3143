/// Stores in SQL: SQLite in a file of the data folder.
@NullMarked
package dev.parlance.store.sql;

import org.jspecify.annotations.NullMarked;
