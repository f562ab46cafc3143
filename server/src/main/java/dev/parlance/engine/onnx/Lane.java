package dev.parlance.engine.onnx;

import ai.onnxruntime.OrtException;
import dev.parlance.engine.onnx.BatchQueue.Item;
import java.util.List;

/// One platform thread that computes a model's batches, one at a time, until the queue is closed.
final class Lane {
    private final BatchQueue queue;
    private final Network network;
    private final Thread thread;

    Lane(String name, BatchQueue queue, Network network) {
        this.queue = queue;
        this.network = network;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                List<Item> batch = queue.take();
                if (batch.isEmpty()) {
                    return;
                }
                compute(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void compute(List<Item> batch) {
        try {
            List<float[]> vectors = network.run(batch.stream().map(Item::row).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).work().add(batch.get(i).index(), vectors.get(i));
            }
        } catch (OrtException | RuntimeException e) {
            batch.forEach(item -> item.work().fail(Failures.computing(e)));
        }
    }

    /// Waits for the batch in the making; the queue has to be closed.
    void join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
