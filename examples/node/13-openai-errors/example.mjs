// The official client: typed errors, and retries that happen by themselves.
import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: (process.env.PARLANCE_URL ?? 'http://127.0.0.1:5000') + '/v1',
  apiKey: process.env.PARLANCE_API_KEY ?? 'sk-parlance-dev',
});
const model = process.env.PARLANCE_MODEL ?? 'default';

async function ask(content, name = model, maxRetries = 0) {
  const completion = await client.chat.completions.create(
    { model: name, messages: [{ role: 'user', content }] },
    { maxRetries },
  );
  return completion.choices[0].message.content;
}

try {
  await ask('hi', 'no-such-model');
} catch (error) {
  if (!(error instanceof OpenAI.NotFoundError)) throw error;
  console.log(error.status, error.code);
}

try {
  await ask('broken');
} catch (error) {
  if (!(error instanceof OpenAI.InternalServerError)) throw error;
  console.log(error.status);
}

// With retries the client waits as long as the server says and tries again.
console.log(await ask('retry', model, 2));
