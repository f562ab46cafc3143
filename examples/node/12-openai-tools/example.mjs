// The official client: the model asks for a tool, this program runs it, the model goes on.
import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: (process.env.PARLANCE_URL ?? 'http://127.0.0.1:5000') + '/v1',
  apiKey: process.env.PARLANCE_API_KEY ?? 'sk-parlance-dev',
});
const model = process.env.PARLANCE_MODEL ?? 'default';
const tools = [
  {
    type: 'function',
    function: {
      name: 'get_weather',
      description: 'The weather in a city',
      parameters: {
        type: 'object',
        properties: { city: { type: 'string' } },
        required: ['city'],
      },
    },
  },
];

const messages = [{ role: 'user', content: 'Rome' }];
const first = await client.chat.completions.create({
  model,
  messages,
  tools,
  tool_choice: 'required',
});
const message = first.choices[0].message;
messages.push(message);
for (const call of message.tool_calls) {
  const { city } = JSON.parse(call.function.arguments);
  console.log('calling', call.function.name, 'for', city);
  messages.push({ role: 'tool', tool_call_id: call.id, content: `sunny in ${city}` });
}
const second = await client.chat.completions.create({ model, messages, tools });
console.log(second.choices[0].message.content);
