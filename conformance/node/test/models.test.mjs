import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, collect, failure, OpenAI, real, rehearsed, scripted, scriptedModel } from './clients.mjs';

test('lists and retrieves the models', real, async () => {
  const models = await collect(client.models.list());
  assert.ok(models.length > 0);
  for (const model of models) {
    assert.equal(model.object, 'model');
    assert.ok(model.created > 0);
    assert.ok(model.owned_by);
    assert.equal((await client.models.retrieve(model.id)).id, model.id);
  }
});

test('retrieves an id with a slash, encoded and plain', rehearsed, async () => {
  assert.equal((await scripted.models.retrieve(scriptedModel)).id, scriptedModel);
  assert.equal((await scripted.get(`/models/${scriptedModel}`)).id, scriptedModel);
});

test('says that a model is unknown', real, async () => {
  const error = await failure(() => client.models.retrieve('no-such-model'));
  assert.ok(error instanceof OpenAI.NotFoundError);
  assert.equal(error.code, 'model_not_found');
  assert.match(error.message, /no-such-model/);
});
