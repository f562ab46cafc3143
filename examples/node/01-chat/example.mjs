// One question, one answer, with nothing but Node's own fetch.
const url = process.env.PARLANCE_URL ?? 'http://127.0.0.1:5000';
const key = process.env.PARLANCE_API_KEY ?? 'sk-parlance-dev';
const model = process.env.PARLANCE_MODEL ?? 'default';

const response = await fetch(`${url}/v1/chat/completions`, {
  method: 'POST',
  headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  body: JSON.stringify({
    model,
    messages: [{ role: 'user', content: 'Hello, Parlance!' }],
  }),
});
const reply = await response.json();

console.log(reply.choices[0].message.content);
console.log('tokens:', reply.usage.total_tokens);
