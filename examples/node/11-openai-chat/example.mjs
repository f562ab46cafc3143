// The official client: an answer in one piece, and one token by token.
import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: (process.env.PARLANCE_URL ?? 'http://127.0.0.1:5000') + '/v1',
  apiKey: process.env.PARLANCE_API_KEY ?? 'sk-parlance-dev',
});
const model = process.env.PARLANCE_MODEL ?? 'default';

const completion = await client.chat.completions.create({
  model,
  messages: [{ role: 'user', content: 'Hello, Parlance!' }],
});
console.log(completion.choices[0].message.content);

const stream = await client.chat.completions.create({
  model,
  messages: [{ role: 'user', content: 'one two three' }],
  stream: true,
});
for await (const chunk of stream) {
  process.stdout.write(chunk.choices[0]?.delta.content ?? '');
}
process.stdout.write('\n');
