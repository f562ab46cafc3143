import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, failure, model, OpenAI, real, rehearsed, scripted, scriptedModel } from './clients.mjs';

const embed = (input, more = {}) => client.embeddings.create({ model, input, ...more });

test('says the same in floats and base64', real, async () => {
  // The client asks for base64 on its own and decodes it.
  const packed = await embed('Hello');
  const floats = (await embed('Hello', { encoding_format: 'float' })).data[0].embedding;
  const text = (await embed('Hello', { encoding_format: 'base64' })).data[0].embedding;
  assert.equal(typeof text, 'string');
  assert.equal(packed.data[0].embedding.length, floats.length);
  floats.forEach((value, i) => assert.ok(Math.abs(value - packed.data[0].embedding[i]) < 1e-6));
  assert.ok(packed.usage.prompt_tokens > 0);
});

test('embeds many texts in order', real, async () => {
  const reply = await embed(['one', 'two', 'three']);
  assert.deepEqual(reply.data.map((item) => item.index), [0, 1, 2]);
});

test('gives the dimensions asked for', rehearsed, async () => {
  const reply = await scripted.embeddings.create({
    model: scriptedModel, input: 'Hello', dimensions: 16,
  });
  assert.equal(reply.data[0].embedding.length, 16);
});

test('refuses an empty text', real, async () => {
  const error = await failure(() => embed(''));
  assert.ok(error instanceof OpenAI.BadRequestError);
  assert.match(error.param, /^input/);
});
