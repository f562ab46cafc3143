// Vercel's AI SDK, which checks every chunk against a schema.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { embedMany, generateObject, generateText, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import {
  active, cancelled, collect, eventually, failure, key, model, real, rehearsed, scriptedModel,
  scriptedUrl, url,
} from '../test/clients.mjs';

const provider = (root) =>
  createOpenAICompatible({
    name: 'parlance',
    baseURL: `${root}/v1`,
    apiKey: key,
    includeUsage: true,
    supportsStructuredOutputs: true,
  });
const here = provider(url);
const rehearsal = provider(scriptedUrl);
const options = { model: rehearsal(scriptedModel), maxRetries: 0 };
const weather = tool({
  description: 'The weather in a city.',
  inputSchema: z.object({ city: z.string() }),
  execute: async ({ city }) => `sunny in ${city}`,
});

test('generates text from the built-in model', real, async () => {
  const result = await generateText({ model: here(model), prompt: 'Who are you?', temperature: 0 });
  assert.match(result.text, /Parlance/);
  assert.equal(result.finishReason, 'stop');
  assert.ok(result.usage.outputTokens > 0);
});

test('streams text from the built-in model', real, async () => {
  const result = streamText({ model: here(model), prompt: 'Who are you?', temperature: 0 });
  const parts = await collect(result.textStream);
  assert.ok(parts.length > 1);
  assert.match(parts.join(''), /Parlance/);
  assert.ok((await result.usage).outputTokens > 0);
});

test('streams reasoning', rehearsed, async () => {
  const result = streamText({ ...options, prompt: 'Think first.' });
  assert.equal(await result.text, 'Two.');
  assert.equal(await result.reasoningText, 'One and one make two.');
});

test('runs tools over several steps, streamed', rehearsed, async () => {
  const result = streamText({
    ...options,
    prompt: 'What is the weather in Paris?',
    tools: { get_weather: weather },
    stopWhen: stepCountIs(3),
  });
  assert.match(await result.text, /sunny in Paris/);
  assert.equal((await result.steps).length, 2);
});

test('streams two tool calls', rehearsed, async () => {
  const result = streamText({
    ...options,
    prompt: 'The weather in Paris and Rome?',
    tools: { get_weather: weather },
  });
  const calls = await result.toolCalls;
  assert.deepEqual(calls.map((call) => call.input), [{ city: 'Paris' }, { city: 'Rome' }]);
});

test('generates an object', rehearsed, async () => {
  const result = await generateObject({
    ...options,
    prompt: 'Describe Ada as JSON.',
    schema: z.object({ name: z.string(), age: z.number() }),
  });
  assert.deepEqual(result.object, { name: 'Ada', age: 36 });
});

test('embeds', rehearsed, async () => {
  const result = await embedMany({
    model: rehearsal.textEmbeddingModel(scriptedModel),
    values: ['one', 'two'],
  });
  assert.equal(result.embeddings.length, 2);
});

test('reports errors with their status', rehearsed, async () => {
  const error = await failure(() => generateText({ ...options, prompt: 'Fail with a rate limit.' }));
  assert.equal(error.statusCode, 429);
});

test('reports an error in mid-stream', rehearsed, async () => {
  const errors = [];
  const result = streamText({
    ...options,
    prompt: 'Break off after five tokens.',
    onError: ({ error }) => errors.push(error),
  });
  await collect(result.fullStream);
  assert.equal(errors.length, 1);
});

test('settles a stream that is aborted', rehearsed, async () => {
  const before = await cancelled();
  const abort = new AbortController();
  const result = streamText({
    ...options, prompt: 'Tell a long story.', abortSignal: abort.signal,
  });
  for await (const _ of result.textStream) abort.abort();
  await eventually(async () => (await active()) === 0, 'no call is active');
  await eventually(async () => (await cancelled()) === before + 1, 'it is counted as cancelled');
});
