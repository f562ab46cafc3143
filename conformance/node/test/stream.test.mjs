import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import {
  client, collect, model, packageName, real, rehearsed, scripted, scriptedModel, textOf, user,
} from './clients.mjs';

const { zodResponseFormat } = await import(`${packageName}/helpers/zod`);

const chunksOf = async (text, more = {}) =>
  collect(
    await client.chat.completions.create({ model, messages: user(text), stream: true, ...more }),
  );
const rehearsal = async (text, more = {}) =>
  collect(
    await scripted.chat.completions.create({
      model: scriptedModel, messages: user(text), stream: true, ...more,
    }),
  );

function checkOrder(chunks) {
  for (const field of ['id', 'model', 'created', 'object']) {
    assert.equal(new Set(chunks.map((chunk) => chunk[field])).size, 1, field);
  }
  const byIndex = new Map();
  for (const choice of chunks.flatMap((chunk) => chunk.choices)) {
    if (!byIndex.has(choice.index)) byIndex.set(choice.index, []);
    byIndex.get(choice.index).push(choice);
  }
  assert.deepEqual([...byIndex.keys()], [...byIndex.keys()].sort());
  for (const choices of byIndex.values()) {
    assert.equal(choices[0].delta.role, 'assistant');
    assert.ok(choices.slice(1).every((choice) => !('role' in choice.delta)));
    assert.ok(choices.slice(0, -1).every((choice) => choice.finish_reason === null));
    assert.ok(choices.at(-1).finish_reason);
    assert.ok(choices.every((choice) => choice.delta.tool_calls?.length !== 0));
  }
}

test('streams what it would say', real, async () => {
  const whole = await client.chat.completions.create({
    model, messages: user('Who are you?'), temperature: 0,
  });
  const chunks = await chunksOf('Who are you?', { temperature: 0 });
  checkOrder(chunks);
  assert.ok(chunks.length > 3);
  assert.equal(textOf(chunks), whole.choices[0].message.content);
  assert.ok(chunks.every((chunk) => chunk.usage == null));
});

test('adds usage on demand', real, async () => {
  const chunks = await chunksOf('Hello', { stream_options: { include_usage: true } });
  checkOrder(chunks.slice(0, -1));
  assert.deepEqual(chunks.at(-1).choices, []);
  assert.ok(chunks.at(-1).usage.completion_tokens > 0);
  assert.ok(chunks.slice(0, -1).every((chunk) => chunk.usage === null));
});

test('streams several choices', real, async () => {
  const chunks = await chunksOf('Hello', { n: 3, temperature: 1, max_tokens: 8 });
  checkOrder(chunks);
});

test('suits the accumulating helper', real, async () => {
  const said = [];
  const stream = client.chat.completions
    .stream({
      model,
      messages: user('Who are you?'),
      temperature: 0,
      stream_options: { include_usage: true },
    })
    .on('content', (delta) => said.push(delta));
  const final = await stream.finalChatCompletion();
  assert.match(final.choices[0].message.content, /Parlance/);
  assert.equal(said.join(''), final.choices[0].message.content);
  assert.ok((await stream.totalUsage()).completion_tokens > 0);
});

test('helper keeps choices apart', rehearsed, async () => {
  const final = await scripted.chat.completions
    .stream({ model: scriptedModel, messages: user('Heads or tails?'), n: 2 })
    .finalChatCompletion();
  assert.deepEqual(
    final.choices.map((choice) => choice.message.content),
    ['Heads.', 'Tails.'],
  );
});

test('helper keeps logprobs', rehearsed, async () => {
  const final = await scripted.chat.completions
    .stream({
      model: scriptedModel, messages: user('Say hello.'), logprobs: true, top_logprobs: 1,
    })
    .finalChatCompletion();
  assert.equal(
    final.choices[0].logprobs.content.map((entry) => entry.token).join(''),
    'Hello there, friend.',
  );
});

test('helper parses into a zod schema', rehearsed, async () => {
  const format = zodResponseFormat(z.object({ name: z.string(), age: z.number() }), 'person');
  const final = await scripted.chat.completions
    .stream({
      model: scriptedModel, messages: user('Describe Ada as JSON.'), response_format: format,
    })
    .finalChatCompletion();
  assert.deepEqual(final.choices[0].message.parsed, { name: 'Ada', age: 36 });
});

test('survives being relayed as a readable stream', rehearsed, async () => {
  const stream = await scripted.chat.completions.create({
    model: scriptedModel, messages: user('Say hello.'), stream: true,
  });
  const [one, two] = stream.tee();
  const relayed = await new Response(one.toReadableStream()).text();
  const lines = relayed.trim().split('\n').map((line) => JSON.parse(line));
  assert.equal(textOf(lines), 'Hello there, friend.');
  assert.equal(textOf(await collect(two)), 'Hello there, friend.');
});

test('streams reasoning apart from text', rehearsed, async () => {
  const chunks = await rehearsal('Think first.');
  checkOrder(chunks);
  const thought = chunks
    .flatMap((chunk) => chunk.choices)
    .map((choice) => choice.delta.reasoning_content ?? '')
    .join('');
  assert.equal(thought, 'One and one make two.');
  assert.equal(textOf(chunks), 'Two.');
});

test('carries any text', rehearsed, async () => {
  const text = 'Grüße, 世界! 👩‍👩‍👧 \u2028 "quoted" \\ back\tslash\nnext';
  assert.ok(textOf(await rehearsal(text)).includes(text));
});

test('serves many streams at once', rehearsed, async () => {
  const numbers = Array.from({ length: 64 }, (_, number) => number);
  const answers = await Promise.all(
    numbers.map(async (number) => textOf(await rehearsal(`Echo number ${number}, please.`))),
  );
  answers.forEach((answer, number) => assert.ok(answer.includes(`Echo number ${number}, please.`)));
});
