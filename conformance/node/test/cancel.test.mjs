import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  active, cancelled, eventually, failure, OpenAI, rehearsed, scripted, scriptedModel, user,
} from './clients.mjs';

const longStory = (options = {}) =>
  scripted.chat.completions.create(
    { model: scriptedModel, messages: user('Tell a long story.'), stream: true },
    options,
  );

async function settled(before, count) {
  await eventually(async () => (await active()) === 0, 'no call is active');
  await eventually(
    async () => (await cancelled()) === before + count,
    'the calls are counted as cancelled',
  );
}

test('settles a stream that is left by break', rehearsed, async () => {
  const before = await cancelled();
  let seen = 0;
  for await (const _ of await longStory()) if (++seen === 5) break;
  await settled(before, 1);
});

test('settles a stream that is aborted', rehearsed, async () => {
  const before = await cancelled();
  const stream = await longStory();
  for await (const _ of stream) stream.controller.abort();
  await settled(before, 1);
});

test('settles many streams that are aborted by signal', rehearsed, async () => {
  const before = await cancelled();
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      const abort = new AbortController();
      for await (const _ of await longStory({ signal: abort.signal })) abort.abort();
    }),
  );
  await settled(before, 16);
});

test('settles a call that is aborted before its answer', rehearsed, async () => {
  const before = await cancelled();
  const error = await failure(() =>
    scripted.chat.completions.create(
      { model: scriptedModel, messages: user('Start slowly.') },
      { signal: AbortSignal.timeout(300) },
    ),
  );
  assert.ok(error instanceof OpenAI.APIUserAbortError);
  await settled(before, 1);
});
