import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  client, collect, failure, model, OpenAI, packageName, real, rehearsed, scripted, scriptedModel,
  user,
} from './clients.mjs';

const ask = (text, more = {}) =>
  client.chat.completions.create({ model, messages: user(text), ...more });
const rehearse = (text, more = {}, options = {}) =>
  scripted.chat.completions.create(
    { model: scriptedModel, messages: user(text), ...more },
    options,
  );

for (const [fields, param] of [
  [{ temperature: -1 }, 'temperature'],
  [{ temperature: 'hot' }, 'temperature'],
  [{ max_tokens: -5 }, 'max_tokens'],
  [{ n: 1e6 }, 'n'],
  [{ messages: [] }, 'messages'],
  [{ messages: [{ role: 'king', content: 'x' }] }, 'messages[0].role'],
]) {
  test(`names the field that is wrong: ${JSON.stringify(fields)}`, real, async () => {
    const error = await failure(() => ask('Hello', fields));
    assert.ok(error instanceof OpenAI.BadRequestError);
    assert.equal(error.type, 'invalid_request_error');
    assert.equal(error.param, param);
  });
}

test('says how long an input may be', real, async () => {
  const error = await failure(() => ask('word '.repeat(200_000)));
  assert.ok(error instanceof OpenAI.BadRequestError);
  assert.equal(error.code, 'context_length_exceeded');
});

test('refuses a wrong key', rehearsed, async () => {
  const stranger = scripted.withOptions({ apiKey: 'wrong' });
  const error = await failure(() => stranger.models.list());
  assert.ok(error instanceof OpenAI.AuthenticationError);
  assert.equal(error.code, 'invalid_api_key');
});

test('passes a rate limit on', rehearsed, async () => {
  const error = await failure(() => rehearse('Fail with a rate limit.'));
  assert.ok(error instanceof OpenAI.RateLimitError);
  assert.equal(error.headers.get('retry-after'), '7');
  assert.equal(error.code, 'rate_limit_exceeded');
});

test('client waits as told and tries again', rehearsed, async () => {
  const start = Date.now();
  const answer = await rehearse(`Fail once for ${packageName}.`, {}, { maxRetries: 2 });
  assert.equal(answer.choices[0].message.content, 'Better now.');
  assert.ok(Date.now() - start >= 1000);
});

test('passes server errors on', rehearsed, async () => {
  const broken = await failure(() => rehearse('Fail with a server error.'));
  assert.ok(broken instanceof OpenAI.InternalServerError);
  assert.equal(broken.status, 500);
  const full = await failure(() => rehearse('Fail with an overload.'));
  assert.ok(full instanceof OpenAI.InternalServerError);
  assert.equal(full.status, 503);
  assert.ok(Number(full.headers.get('retry-after')) >= 1);
});

test('fails within the stream with an error', rehearsed, async () => {
  const said = [];
  const error = await failure(async () => {
    for await (const chunk of await rehearse('Break off after five tokens.', { stream: true })) {
      said.push(chunk.choices[0].delta.content ?? '');
    }
  });
  assert.ok(said.join(''));
  assert.ok(error instanceof OpenAI.APIError);
  assert.ok(!(error instanceof OpenAI.APIConnectionError));
});

test('client gives up on a slow start', rehearsed, async () => {
  const error = await failure(() => rehearse('Start slowly.', {}, { timeout: 500 }));
  assert.ok(error instanceof OpenAI.APIConnectionTimeoutError);
});

test('knows no such route', real, async () => {
  const error = await failure(() => client.get('/no/such/route'));
  assert.ok(error instanceof OpenAI.NotFoundError);
});

test('fails before the stream with a status', rehearsed, async () => {
  const error = await failure(async () =>
    collect(await rehearse('Fail with a rate limit.', { stream: true })),
  );
  assert.ok(error instanceof OpenAI.RateLimitError);
});
