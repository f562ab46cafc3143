// The model asks for a tool, this program runs it, the model goes on.
const url = process.env.PARLANCE_URL ?? 'http://127.0.0.1:5000';
const key = process.env.PARLANCE_API_KEY ?? 'sk-parlance-dev';
const model = process.env.PARLANCE_MODEL ?? 'default';

const tools = [
  {
    type: 'function',
    function: {
      name: 'add',
      description: 'Add two numbers',
      parameters: {
        type: 'object',
        properties: { a: { type: 'number' }, b: { type: 'number' } },
        required: ['a', 'b'],
      },
    },
  },
];

async function ask(messages) {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages, tools }),
  });
  return (await response.json()).choices[0].message;
}

// The rehearsal model calls a tool when a line says so; a real model when it needs to.
const messages = [{ role: 'user', content: 'What is 2 + 40?\ncall add {"a": 2, "b": 40}' }];
let message = await ask(messages);
while (message.tool_calls) {
  messages.push(message);
  for (const call of message.tool_calls) {
    const { a, b } = JSON.parse(call.function.arguments);
    console.log('calling', call.function.name, 'with', a, 'and', b);
    messages.push({ role: 'tool', tool_call_id: call.id, content: String(a + b) });
  }
  message = await ask(messages);
}
console.log(message.content);
