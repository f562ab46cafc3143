import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import {
  collect, failure, OpenAI, packageName, rehearsed, scripted, scriptedModel, user,
} from './clients.mjs';

const { zodFunction } = await import(`${packageName}/helpers/zod`);

const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather in a city.',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
      additionalProperties: false,
    },
  },
};
const ask = (text, more = {}) =>
  scripted.chat.completions.create({
    model: scriptedModel, messages: user(text), tools: [weather], ...more,
  });

test('calls a tool', rehearsed, async () => {
  const [choice] = (await ask('What is the weather in Paris?')).choices;
  assert.equal(choice.finish_reason, 'tool_calls');
  assert.equal(choice.message.content, null);
  const [call] = choice.message.tool_calls;
  assert.ok(call.id);
  assert.equal(call.type, 'function');
  assert.equal(call.function.name, 'get_weather');
  assert.deepEqual(JSON.parse(call.function.arguments), { city: 'Paris' });
});

test('streams tool calls in order', rehearsed, async () => {
  const chunks = await collect(await ask('The weather in Paris and Rome?', { stream: true }));
  const calls = [];
  for (const delta of chunks.flatMap((c) => c.choices).flatMap((c) => c.delta.tool_calls ?? [])) {
    if (delta.index === calls.length) {
      assert.ok(delta.id);
      assert.equal(delta.type, 'function');
      assert.equal(delta.function.name, 'get_weather');
      calls.push('');
    } else {
      assert.equal(delta.id, undefined);
      assert.equal(delta.function.name, undefined);
    }
    calls[delta.index] += delta.function.arguments ?? '';
  }
  assert.deepEqual(calls.map((text) => JSON.parse(text)), [{ city: 'Paris' }, { city: 'Rome' }]);
  assert.equal(chunks.at(-1).choices[0].finish_reason, 'tool_calls');
});

test('suits the parsing helper', rehearsed, async () => {
  const answer = await scripted.chat.completions.parse({
    model: scriptedModel,
    messages: user('What is the weather in Paris?'),
    tools: [zodFunction({ name: 'get_weather', parameters: z.object({ city: z.string() }) })],
  });
  assert.deepEqual(answer.choices[0].message.tool_calls[0].function.parsed_arguments, {
    city: 'Paris',
  });
});

for (const stream of [false, true]) {
  test(`suits the runner that calls functions, stream: ${stream}`, rehearsed, async () => {
    const asked = [];
    const runner = scripted.chat.completions.runTools({
      model: scriptedModel,
      messages: user('What is the weather in Paris?'),
      stream,
      tools: [
        {
          type: 'function',
          function: {
            ...weather.function,
            parse: JSON.parse,
            function: ({ city }) => {
              asked.push(city);
              return 'sunny';
            },
          },
        },
      ],
    });
    assert.match(await runner.finalContent(), /sunny/);
    assert.deepEqual(asked, ['Paris']);
  });
}

test('refuses tools where the model has none', rehearsed, async () => {
  const error = await failure(() => ask('Hello', { model: 'rehearsal/plain' }));
  assert.ok(error instanceof OpenAI.BadRequestError);
  assert.equal(error.param, 'tools');
});
