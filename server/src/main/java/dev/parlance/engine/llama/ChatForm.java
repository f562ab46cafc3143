package dev.parlance.engine.llama;

import java.util.Map;

/// How conversations with a model are written and read by one chat template.
///
/// @param prompt writes them
/// @param replies what may be written in reply
/// @param markers the control tokens that mean something in replies, with their text
record ChatForm(ChatPrompt prompt, ReplyFilters replies, Map<Integer, byte[]> markers) {
    ChatForm {
        markers = Map.copyOf(markers);
    }
}
