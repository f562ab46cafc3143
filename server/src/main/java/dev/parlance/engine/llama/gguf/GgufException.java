package dev.parlance.engine.llama.gguf;

/// The refusal of a GGUF file: truncated, crafted, or of a kind that the native library would not
/// survive. The message names the file (not its folder) and says what is wrong with it.
public final class GgufException extends RuntimeException {

    public GgufException(String fileName, String why) {
        super(fileName + ": " + why);
    }

    public GgufException(String fileName, String why, Throwable cause) {
        super(fileName + ": " + why, cause);
    }
}
