// The answer token by token: server-sent events, one JSON object in each.
const url = process.env.PARLANCE_URL ?? 'http://127.0.0.1:5000';
const key = process.env.PARLANCE_API_KEY ?? 'sk-parlance-dev';
const model = process.env.PARLANCE_MODEL ?? 'default';

const response = await fetch(`${url}/v1/chat/completions`, {
  method: 'POST',
  headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  body: JSON.stringify({
    model,
    messages: [{ role: 'user', content: 'one two three' }],
    stream: true,
  }),
});

let text = '';
let deltas = 0;
let rest = '';
// A piece of the body may end anywhere, in the middle of a line too.
for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
  const lines = (rest + piece).split('\n');
  rest = lines.pop();
  for (const line of lines) {
    if (!line.startsWith('data: ') || line.startsWith('data: [DONE]')) continue;
    const content = JSON.parse(line.slice('data: '.length)).choices[0]?.delta.content;
    if (content) {
      deltas += 1;
      text += content;
    }
  }
}
console.log(text);
console.log('deltas:', deltas);
