package dev.parlance.engine.llama;

import dev.parlance.core.model.ModelCard;
import dev.parlance.engine.llama.gguf.GgufException;
import dev.parlance.engine.llama.gguf.GgufHeader;
import dev.parlance.engine.llama.gguf.GgufReader;
import java.io.IOException;

/// One version of a model's file, as far as its header tells.
///
/// @param stamp what tells it from other versions; of the first file alone while others are missing
/// @param card what callers may know of the model
/// @param need the memory it will take
/// @param setup by what it is loaded, on which card and need depend
record ModelFile(FileStamp stamp, ModelCard card, MemoryNeed need, ModelSetup setup) {

    /// Reads the header of the first file.
    ///
    /// @throws GgufException when it is not readable GGUF
    static ModelFile read(ModelSetup setup) {
        ModelSource source = setup.source();
        LlamaSettings settings = setup.settings();
        // The stamp comes first: a file that changes while it is read is looked at again.
        FileStamp stamp = stamp(source);
        GgufHeader header = GgufReader.read(source.file());
        return new ModelFile(
                stamp,
                ModelCards.of(source, header, settings),
                MemoryNeed.of(source, settings, header, stamp.bytes())
                        .in(source.policy().isolationOr(settings.life().isolation())),
                setup);
    }

    private static FileStamp stamp(ModelSource source) {
        try {
            return FileStamp.of(source.file());
        } catch (IOException _) {
            // The reader, or the check of all parts at the load, says what is missing.
            return FileStamp.NONE;
        }
    }
}
