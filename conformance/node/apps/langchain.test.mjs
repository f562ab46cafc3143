// LangChain for JavaScript.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChatOpenAI, OpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { z } from 'zod';
import { collect, key, model, real, rehearsed, scriptedModel, scriptedUrl, url } from '../test/clients.mjs';

const options = (root, name) => ({
  model: name, apiKey: key, temperature: 0, maxRetries: 0, timeout: 60_000,
  configuration: { baseURL: `${root}/v1` },
});
const chat = new ChatOpenAI(options(url, model));
const rehearsal = new ChatOpenAI(options(scriptedUrl, scriptedModel));
const weather = {
  name: 'get_weather', description: 'The weather in a city.', schema: z.object({ city: z.string() }),
};

test('answers', real, async () => {
  const answer = await chat.invoke('Who are you?');
  assert.match(answer.content, /Parlance/);
  assert.ok(answer.usage_metadata.total_tokens > 0);
});

test('streams', real, async () => {
  const parts = await collect(await chat.stream('Who are you?'));
  assert.ok(parts.length > 2);
  assert.match(parts.map((part) => part.content).join(''), /Parlance/);
});

test('completes', real, async () => {
  const llm = new OpenAI({ ...options(url, model), maxTokens: 5 });
  assert.ok(await llm.invoke('Once upon a time'));
});

test('embeds', real, async () => {
  const embeddings = new OpenAIEmbeddings(options(url, model));
  assert.equal((await embeddings.embedDocuments(['one', 'two'])).length, 2);
});

test('fills a schema', real, async () => {
  const paint = z.object({ colour: z.enum(['red', 'blue']) });
  const filled = await chat.withStructuredOutput(paint, { method: 'jsonSchema' }).invoke('Paint it.');
  assert.ok(['red', 'blue'].includes(filled.colour));
});

test('calls tools, whole and streamed', rehearsed, async () => {
  const bound = rehearsal.bindTools([weather]);
  const asked = 'The weather in Paris and Rome?';
  const expected = [{ city: 'Paris' }, { city: 'Rome' }];
  assert.deepEqual((await bound.invoke(asked)).tool_calls.map((call) => call.args), expected);
  let whole;
  for await (const part of await bound.stream(asked)) whole = whole ? whole.concat(part) : part;
  assert.deepEqual(whole.tool_calls.map((call) => call.args), expected);
});
