import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, collect, model, real, rehearsed, scripted, scriptedModel } from './clients.mjs';

const complete = (prompt, more = {}) => client.completions.create({ model, prompt, ...more });

test('completes, whole and streamed', real, async () => {
  const fields = { temperature: 0, max_tokens: 12 };
  const whole = await complete('Hello', fields);
  assert.equal(whole.object, 'text_completion');
  const chunks = await collect(await complete('Hello', { ...fields, stream: true }));
  const text = chunks.flatMap((chunk) => chunk.choices).map((choice) => choice.text).join('');
  assert.equal(text, whole.choices[0].text);
});

test('echoes and scores the prompt', real, async () => {
  const reply = await complete('The colour of the sky', { max_tokens: 0, echo: true, logprobs: 1 });
  const { text, logprobs } = reply.choices[0];
  assert.equal(text, 'The colour of the sky');
  assert.equal(logprobs.tokens.join(''), text);
  assert.equal(logprobs.token_logprobs[0], null);
});

test('plays the script', rehearsed, async () => {
  const reply = await scripted.completions.create({
    model: scriptedModel, prompt: 'Once upon a time', max_tokens: 64,
  });
  assert.equal(reply.choices[0].text, ' there was a server.');
});
