import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import {
  client, failure, model, OpenAI, packageName, real, rehearsed, scripted, scriptedModel, user,
} from './clients.mjs';

const { zodResponseFormat } = await import(`${packageName}/helpers/zod`);
const Person = z.object({ name: z.string(), age: z.number() });

const ask = (text, more = {}) =>
  client.chat.completions.create({ model, messages: user(text), ...more });
const rehearse = (text, more = {}) =>
  scripted.chat.completions.create({ model: scriptedModel, messages: user(text), ...more });

test('answers', real, async () => {
  const answer = await ask('Who are you?', { temperature: 0 });
  assert.equal(answer.object, 'chat.completion');
  assert.equal(answer.choices.length, 1);
  const [choice] = answer.choices;
  assert.equal(choice.index, 0);
  assert.equal(choice.finish_reason, 'stop');
  assert.equal(choice.message.role, 'assistant');
  assert.match(choice.message.content, /Parlance/);
  assert.equal(choice.message.refusal, null);
  assert.equal(choice.logprobs, null);
  assert.equal('tool_calls' in choice.message, false);
  const { prompt_tokens, completion_tokens, total_tokens } = answer.usage;
  assert.equal(total_tokens, prompt_tokens + completion_tokens);
  assert.ok(answer._request_id);
});

test('takes parts, history and a system message', real, async () => {
  const answer = await client.chat.completions.create({
    model,
    temperature: 0,
    messages: [
      { role: 'system', content: 'You are a friendly assistant.' },
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Hello!' },
      { role: 'user', content: [{ type: 'text', text: 'What is 2 + 2?' }] },
    ],
  });
  assert.ok(answer.choices[0].message.content);
});

for (const field of ['max_tokens', 'max_completion_tokens']) {
  test(`stops at ${field}`, real, async () => {
    const answer = await ask('Who are you?', { temperature: 0, [field]: 2 });
    assert.equal(answer.choices[0].finish_reason, 'length');
    assert.equal(answer.usage.completion_tokens, 2);
  });
}

test('repeats itself with a seed', real, async () => {
  const said = new Set();
  for (let i = 0; i < 3; i++) {
    const answer = await ask('Tell me a joke.', { temperature: 1.5, seed: 7, max_tokens: 16 });
    said.add(answer.choices[0].message.content);
  }
  assert.equal(said.size, 1);
});

test('stops at a stop string', real, async () => {
  const whole = (await ask('Who are you?', { temperature: 0 })).choices[0].message.content;
  const stop = whole.slice(6, 10);
  const cut = await ask('Who are you?', { temperature: 0, stop: [stop] });
  assert.equal(cut.choices[0].message.content, whole.slice(0, whole.indexOf(stop)));
  assert.equal(cut.choices[0].finish_reason, 'stop');
});

test('gives several choices and logprobs', real, async () => {
  const answer = await ask('Hello', {
    n: 2, temperature: 1, max_tokens: 4, logprobs: true, top_logprobs: 2,
  });
  assert.deepEqual(answer.choices.map((choice) => choice.index), [0, 1]);
  for (const choice of answer.choices) {
    for (const entry of choice.logprobs.content) {
      assert.ok(entry.logprob <= 0);
      assert.equal(entry.top_logprobs.length, 2);
      assert.ok(Array.isArray(entry.bytes));
    }
  }
});

test('speaks JSON or says that it cannot', real, async () => {
  let answer;
  try {
    answer = await ask('Give me a small JSON object.', {
      temperature: 0, max_tokens: 200, response_format: { type: 'json_object' },
    });
  } catch (refused) {
    assert.ok(refused instanceof OpenAI.BadRequestError);
    assert.equal(refused.param, 'response_format');
    return;
  }
  assert.equal(typeof JSON.parse(answer.choices[0].message.content), 'object');
});

test('parses into a zod schema', rehearsed, async () => {
  const answer = await scripted.chat.completions.parse({
    model: scriptedModel,
    messages: user('Describe Ada as JSON.'),
    response_format: zodResponseFormat(Person, 'person'),
  });
  assert.deepEqual(answer.choices[0].message.parsed, { name: 'Ada', age: 36 });
});

test('does not parse half an answer', rehearsed, async () => {
  const error = await failure(() =>
    scripted.chat.completions.parse({
      model: scriptedModel,
      messages: user('Describe Ada as JSON.'),
      response_format: zodResponseFormat(Person, 'person'),
      max_tokens: 2,
    }),
  );
  assert.equal(error.constructor.name, 'LengthFinishReasonError');
  assert.ok(error instanceof OpenAI.OpenAIError);
});

test('shows reasoning as the extra field', rehearsed, async () => {
  const { message } = (await rehearse('Think first.')).choices[0];
  assert.equal(message.reasoning_content, 'One and one make two.');
  assert.equal(message.content, 'Two.');
});

test('carries any text', rehearsed, async () => {
  const text = 'Grüße, 世界! 👩‍👩‍👧 \u2028 "quoted" \\ back\tslash\nnext';
  assert.ok((await rehearse(text)).choices[0].message.content.includes(text));
});

test('shows the headers', rehearsed, async () => {
  const { data, response, request_id } = await rehearse('Say hello.').withResponse();
  assert.equal(data.choices[0].message.content, 'Hello there, friend.');
  assert.equal(response.headers.get('x-request-id'), request_id);
  assert.ok(request_id);
});
