// The same work as EngineBench, by node-llama-cpp: node node-llama-cpp.mjs FILE ROUNDS THREADS
import {readFileSync} from "node:fs";
import {getLlama, TokenBias} from "node-llama-cpp";

const [file, rounds, threads] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const TOKENS = 64;
const PROMPT = 256;

const llama = await getLlama({gpu: false, build: "never", maxThreads: threads, logLevel: "error"});
const model = await llama.loadModel({modelPath: file});
const context = await model.createContext({
    sequences: 8,
    contextSize: 1024,
    batchSize: 512,
    threads
});
const sequences = Array.from({length: 8}, () => context.getSequence());
const tokenBias = new TokenBias(model.tokenizer).set(2, "never");
let fresh = 10_000;

const prompt = (number, tokens) =>
    Array.from({length: tokens}, (_, i) => 300 + ((i * 7 + number * 31) % 20_000));

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function seconds(work) {
    const start = process.hrtime.bigint();
    await work();
    return Number(process.hrtime.bigint() - start) / 1e9;
}

async function generate(sequence, tokens, count) {
    let made = 0;
    for await (const _ of sequence.evaluate(tokens, {temperature: 0, tokenBias})) {
        if (++made === count) {
            return;
        }
    }
    throw new Error(`stopped after ${made} tokens`);
}

async function measure(work) {
    await work();
    const all = [];
    for (let i = 0; i < rounds; i++) {
        all.push(await work());
    }
    return median(all);
}

async function prefill(tokens) {
    await sequences[0].clearHistory();
    return seconds(() => generate(sequences[0], prompt(fresh++, tokens), 1));
}

async function decode(streams) {
    for (let s = 0; s < streams; s++) {
        const kept = sequences[s].nextTokenIndex;
        if (kept > PROMPT - 1) {
            await sequences[s].eraseContextTokenRanges([{start: PROMPT - 1, end: kept}]);
        }
    }
    return seconds(() =>
        Promise.all(
            Array.from({length: streams}, (_, s) =>
                generate(sequences[s], [prompt(s, PROMPT).at(-1)], TOKENS)
            )
        )
    );
}

async function firstToken(cached) {
    const tokens = prompt(fresh++, 512);
    await sequences[0].clearHistory();
    if (cached) {
        await sequences[0].evaluateWithoutGeneratingNewTokens(tokens.slice(0, 500));
    }
    return seconds(() => generate(sequences[0], cached ? tokens.slice(500) : tokens, 1));
}

const row = (name, value) => console.log(`| ${name} | ${value.toFixed(1)} |`);
row(`prefill, ${PROMPT} tokens, tok/s`, PROMPT / (await measure(() => prefill(PROMPT))));
for (const streams of [1, 4, 8]) {
    for (let s = 0; s < streams; s++) {
        await sequences[s].clearHistory();
        await sequences[s].evaluateWithoutGeneratingNewTokens(prompt(s, PROMPT).slice(0, -1));
    }
    row(`decode, ${streams} streams, tok/s`, (streams * TOKENS) / (await measure(() => decode(streams))));
}
row("time to first token, 512 tokens, cold, ms", 1000 * (await measure(() => firstToken(false))));
row("the same with 500 of them cached, ms", 1000 * (await measure(() => firstToken(true))));
row("resident memory, MB", Number(/VmRSS:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]) / 1024);
process.exit(0);
