// What Node programs of 2023 used, with the settings that were printed for them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChatGPTAPI } from 'chatgpt';
import { Configuration, OpenAIApi } from 'openai-3';
import { url, user } from '../test/clients.mjs';

const textgenUrl = (process.env.PARLANCE_TEXTGEN_URL ?? '').replace(/\/$/, '');
const apiKey = `sk-${'1'.repeat(48)}`;

for (const [profile, root] of [['openai', url], ['textgen-2023', textgenUrl]]) {
  const when = { skip: root ? false : `no server with the profile ${profile}` };
  const api = new OpenAIApi(new Configuration({ apiKey, basePath: `${root}/v1` }));

  test(`openai 3 chats, ${profile}`, when, async () => {
    const { data } = await api.createChatCompletion({
      model: 'default', messages: user('Who are you?'), temperature: 0,
    });
    assert.match(data.choices[0].message.content, /Parlance/);
  });

  test(`openai 3 completes, ${profile}`, when, async () => {
    const { data } = await api.createCompletion({
      model: 'default', prompt: 'Once upon a time', max_tokens: 5, temperature: 0,
    });
    assert.ok(data.choices[0].text);
  });

  test(`openai 3 lists models, ${profile}`, when, async () => {
    assert.ok((await api.listModels()).data.data.length > 0);
  });

  test(`openai 3 embeds, ${profile}`, when, async () => {
    const { data } = await api.createEmbedding({ model: 'default', input: ['one', 'two'] });
    assert.equal(data.data.length, 2);
  });

  test(`chatgpt-api remembers a conversation and streams it, ${profile}`, when, async () => {
    const chat = new ChatGPTAPI({
      apiKey, apiBaseUrl: `${root}/v1`, completionParams: { model: 'default', temperature: 0 },
    });
    const first = await chat.sendMessage('Who are you?');
    assert.match(first.text, /Parlance/);
    const more = { parentMessageId: first.id };
    const parts = [];
    // It waits for [DONE], which the profile of 2023 does not send: without it, it never returns.
    if (profile === 'openai') more.onProgress = (part) => parts.push(part.delta ?? '');
    const second = await chat.sendMessage('Who are you?', more);
    assert.ok(second.text);
    if (more.onProgress) assert.equal(parts.join(''), second.text);
  });
}
