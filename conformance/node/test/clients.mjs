// The clients under test and what they are pointed at; see ../../README.md for the environment.

export const packageName = process.env.OPENAI_PACKAGE ?? 'openai';
const openai = await import(packageName);
export const OpenAI = openai.default;

export const url = (process.env.PARLANCE_URL ?? '').replace(/\/$/, '');
export const scriptedUrl = (process.env.PARLANCE_SCRIPTED_URL ?? '').replace(/\/$/, '');
export const key = process.env.PARLANCE_KEY ?? 'conformance-key-1';
export const model = process.env.PARLANCE_MODEL ?? 'default';
export const scriptedModel = 'rehearsal/large';

// Options of tests that need the one server or the other.
export const real = { skip: url ? false : 'no PARLANCE_URL' };
export const rehearsed = { skip: scriptedUrl ? false : 'no PARLANCE_SCRIPTED_URL' };

const options = { apiKey: key, maxRetries: 0, timeout: 60_000 };
export const client = new OpenAI({ ...options, baseURL: `${url || 'http://127.0.0.1:1'}/v1` });
export const scripted = new OpenAI({
  ...options,
  baseURL: `${scriptedUrl || 'http://127.0.0.1:1'}/v1`,
});

export const user = (text) => [{ role: 'user', content: text }];

export async function collect(stream) {
  const items = [];
  for await (const item of stream) items.push(item);
  return items;
}

export const textOf = (chunks, index = 0) =>
  chunks
    .flatMap((chunk) => chunk.choices)
    .filter((choice) => choice.index === index)
    .map((choice) => choice.delta.content ?? '')
    .join('');

// The error that the action fails with.
export async function failure(action) {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing failed');
}

async function samples() {
  const reply = await fetch(`${scriptedUrl}/metrics`, {
    headers: { authorization: `Bearer ${key}` },
  });
  return (await reply.text())
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => [
      line.slice(0, line.lastIndexOf(' ')),
      Number(line.slice(line.lastIndexOf(' ') + 1)),
    ]);
}

const sum = (rows) => rows.reduce((total, [, value]) => total + value, 0);

// How many requests are being answered, but for the one that asks.
export const active = async () =>
  sum((await samples()).filter(([name]) => name.startsWith('http_server_active_requests'))) - 1;

// How many calls were given up by their client so far.
export const cancelled = async () =>
  sum(
    (await samples()).filter(
      ([name]) => name.startsWith('parlance_calls_total') && name.includes('outcome="cancelled"'),
    ),
  );

export async function eventually(condition, what, milliseconds = 3000) {
  const end = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within ${milliseconds} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
