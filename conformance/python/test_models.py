import openai
import pytest

from conftest import MODEL, SCRIPTED


def test_lists_the_models(client):
    page = client.models.list()
    assert page.object == "list"
    models = list(page)
    assert models
    for model in models:
        assert model.object == "model"
        assert model.id
        assert model.created > 0
        assert model.owned_by


def test_retrieves_every_listed_model(client):
    for model in client.models.list():
        assert client.models.retrieve(model.id).id == model.id


def test_answers_to_the_default_name(client):
    answer = client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": "Hello"}], max_tokens=4
    )
    assert answer.choices[0].message.role == "assistant"


def test_retrieves_an_id_with_a_slash(scripted):
    assert SCRIPTED in [model.id for model in scripted.models.list()]
    # The client sends %2F for the slash.
    assert scripted.models.retrieve(SCRIPTED).id == SCRIPTED


def test_retrieves_an_id_with_a_plain_slash(scripted):
    model = scripted.get("/models/" + SCRIPTED, cast_to=openai.types.Model)
    assert model.id == SCRIPTED


def test_says_that_a_model_is_unknown(client):
    with pytest.raises(openai.NotFoundError) as caught:
        client.models.retrieve("no-such-model")
    assert caught.value.code == "model_not_found"
    assert "no-such-model" in caught.value.message
