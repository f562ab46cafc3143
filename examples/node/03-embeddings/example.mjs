// Which text is nearest to a question? Embed them all and compare.
const url = process.env.PARLANCE_URL ?? 'http://127.0.0.1:5000';
const key = process.env.PARLANCE_API_KEY ?? 'sk-parlance-dev';
const model = process.env.PARLANCE_MODEL ?? 'default';

const question = 'How do I bake bread?';
const texts = ['To bake bread you need flour.', 'The moon is far away.', 'Trains run on rails.'];

const response = await fetch(`${url}/v1/embeddings`, {
  method: 'POST',
  headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  body: JSON.stringify({ model, input: [question, ...texts] }),
});
const [asked, ...vectors] = (await response.json()).data.map((item) => item.embedding);

// The vectors have length 1, so their product is the cosine of the angle between them.
texts
  .map((text, i) => [vectors[i].reduce((sum, value, j) => sum + value * asked[j], 0), text])
  .sort((a, b) => b[0] - a[0])
  .forEach(([cosine, text]) => console.log(cosine.toFixed(2), text));
