package dev.parlance.dialect.openai;

import dev.parlance.core.call.Dispositions;

/// How a reply is to be delivered.
///
/// @param stream true for events, false for one JSON object
/// @param includeUsage true when a last chunk is to carry the usage
/// @param obfuscate true when chunks are to be padded against traffic analysis
record StreamOptions(boolean stream, boolean includeUsage, boolean obfuscate) {

    static StreamOptions read(FieldReader body, Dispositions dispositions) {
        boolean stream = body.flag("stream", false);
        FieldReader options = body.object("stream_options");
        if (options == null) {
            return new StreamOptions(stream, false, false);
        }
        if (!stream) {
            throw Faults.value(
                    "stream_options", "'stream_options' is only allowed when 'stream' is enabled.");
        }
        boolean includeUsage = options.flag("include_usage", false);
        boolean obfuscate = options.flag("include_obfuscation", false);
        options.reportUnread(dispositions);
        return new StreamOptions(true, includeUsage, obfuscate);
    }
}
