package dev.parlance.dialect.openai;

/// What all parts of one reply have in common.
///
/// @param id the reply's id, e.g. `chatcmpl-...`
/// @param created seconds since 1970
record ReplyHead(String id, long created) {}
