// Errors are JSON with a status; a limited server says when to come back.
import { setTimeout as sleep } from 'node:timers/promises';

const url = process.env.PARLANCE_URL ?? 'http://127.0.0.1:5000';
const key = process.env.PARLANCE_API_KEY ?? 'sk-parlance-dev';
const model = process.env.PARLANCE_MODEL ?? 'default';

function ask(name, content) {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: name, messages: [{ role: 'user', content }] }),
  });
}

const missing = await ask('no-such-model', 'hi');
console.log(missing.status, (await missing.json()).error.code);

for (let attempt = 1; attempt <= 3; attempt += 1) {
  const response = await ask(model, 'retry');
  const reply = await response.json();
  if (response.ok) {
    console.log('attempt', attempt, 'answered:', reply.choices[0].message.content);
    break;
  }
  if (response.status !== 429 && response.status !== 503) throw new Error(reply.error.message);
  const wait = Number(response.headers.get('retry-after') ?? 1);
  console.log('attempt', attempt, 'failed with', response.status, '- again in', wait, 's');
  await sleep(wait * 1000);
}
