package dev.parlance.app;

import dev.parlance.cli.StartException;
import dev.parlance.config.Config;
import dev.parlance.config.CorsConfig;
import dev.parlance.config.EmbeddingsConfig;
import dev.parlance.config.GpuConfig;
import dev.parlance.config.LimitsConfig;
import dev.parlance.config.ListenerConfig;
import dev.parlance.config.LlamaConfig;
import dev.parlance.config.ModelConfig;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.schedule.AdmissionLimits;
import dev.parlance.engine.llama.Batching;
import dev.parlance.engine.llama.Batching.Overflow;
import dev.parlance.engine.llama.Batching.Sharing;
import dev.parlance.engine.llama.Isolation;
import dev.parlance.engine.llama.LifeSettings;
import dev.parlance.engine.llama.LlamaEngine;
import dev.parlance.engine.llama.LlamaSettings;
import dev.parlance.engine.llama.ModelPolicy;
import dev.parlance.engine.llama.ModelSource;
import dev.parlance.engine.llama.Offload;
import dev.parlance.engine.llama.ffm.GpuOptions;
import dev.parlance.engine.onnx.Device;
import dev.parlance.engine.onnx.OnnxSettings;
import dev.parlance.engine.onnx.OnnxSource;
import dev.parlance.http.CorsSettings;
import dev.parlance.http.HttpSettings;
import dev.parlance.http.Listener;
import dev.parlance.http.Tls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The configuration's records in the words of the parts that they configure.
final class Wiring {
    private Wiring() {}

    static AdmissionLimits admission(LimitsConfig limits) {
        return new AdmissionLimits(
                limits.maxConcurrentCalls(), limits.maxQueuedCalls(), limits.maxQueueWait());
    }

    static HttpSettings http(Config config) {
        LimitsConfig limits = config.limits();
        return new HttpSettings(
                config.listeners().stream().map(Wiring::listener).toList(),
                limits.maxBody(),
                limits.maxHeader(),
                limits.maxConnections(),
                limits.bodyTimeout(),
                limits.idleTimeout(),
                limits.callTimeout(),
                limits.writeTimeout(),
                config.streamKeepAlive(),
                config.shutdownGrace(),
                config.allowedHosts(),
                cors(config.cors()));
    }

    static LlamaSettings llama(Config config, List<Path> folders, List<ModelConfig> models) {
        LlamaConfig llama = config.llama();
        return new LlamaSettings(
                NativeChoice.folder(config),
                NativeChoice.of(config),
                folders,
                models.stream().map(Wiring::source).toList(),
                llama.threads(),
                llama.slots(),
                llama.contextLength(),
                llama.batchSize(),
                llama.memoryMap(),
                new LifeSettings(
                        llama.memory(),
                        llama.keepAlive(),
                        isolation(llama.isolation()),
                        ModelProcess.command()),
                batching(llama),
                offload(llama));
    }

    static OnnxSettings onnx(Config config, ModelChoice choice) {
        EmbeddingsConfig embeddings = config.embeddings();
        List<OnnxSource> sources = new ArrayList<>();
        for (ModelConfig model : choice.onnxModels()) {
            sources.add(new OnnxSource(new ModelId(model.id()), model.path()));
        }
        sources.addAll(new EmbeddingChoice(embeddings, choice.aliases()).folders());
        return new OnnxSettings(
                sources,
                config.models().folders(),
                Device.valueOf(embeddings.device().toUpperCase(Locale.ROOT)),
                embeddings.runtime(),
                config.dataDir().resolve("native").resolve("tokenizers"),
                embeddings.threads());
    }

    private static Offload offload(LlamaConfig llama) {
        Map<String, GpuOptions> models = new HashMap<>();
        llama.modelGpu().forEach((id, gpu) -> models.put(id, gpu(gpu)));
        return new Offload(gpu(llama.gpu()), models);
    }

    private static GpuOptions gpu(GpuConfig gpu) {
        return new GpuOptions(
                gpu.layers(),
                switch (gpu.splitMode()) {
                    case "none" -> GpuOptions.Split.NONE;
                    case "row" -> GpuOptions.Split.ROW;
                    default -> GpuOptions.Split.LAYER;
                },
                gpu.mainGpu(),
                gpu.tensorSplit());
    }

    private static Batching batching(LlamaConfig llama) {
        return new Batching(
                llama.promptChunk(),
                llama.cacheTokens(),
                switch (llama.prefixCache()) {
                    case "off" -> Sharing.OFF;
                    case "caller" -> Sharing.CALLER;
                    default -> Sharing.SHARED;
                },
                llama.contextPolicy().equals("drop-middle")
                        ? Overflow.DROP_MIDDLE
                        : Overflow.REFUSE);
    }

    private static ModelSource source(ModelConfig model) {
        boolean builtin = model.id().equals(BuiltinModel.ID);
        return new ModelSource(
                new ModelId(model.id()),
                model.path(),
                builtin ? "parlance" : LlamaEngine.NAME,
                model.contextLength(),
                policy(model),
                model.defaults());
    }

    private static ModelPolicy policy(ModelConfig model) {
        String isolation = model.isolation();
        return new ModelPolicy(
                model.preload(),
                model.keepAlive(),
                model.warmUp(),
                isolation == null ? null : isolation(isolation));
    }

    private static Isolation isolation(String word) {
        return Isolation.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Listener listener(ListenerConfig listener) {
        Tls tls =
                listener.certificateFile() == null || listener.keyFile() == null
                        ? null
                        : new Tls(listener.certificateFile(), listener.keyFile());
        return new Listener(listener.host(), listener.port(), tls, listener.profile());
    }

    private static CorsSettings cors(CorsConfig cors) {
        List<String> headers = new ArrayList<>(CorsSettings.USUAL_HEADERS);
        headers.addAll(cors.allowedHeaders());
        try {
            return new CorsSettings(cors.allowedOrigins(), headers, cors.maxAge());
        } catch (IllegalArgumentException e) {
            throw new StartException("cors.allowed-origins: " + e.getMessage() + ".", e);
        }
    }
}
