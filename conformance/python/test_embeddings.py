import math

import openai
import pytest

from conftest import MODEL, SCRIPTED


def embed(client, text, model=MODEL, **more):
    return client.embeddings.create(model=model, input=text, **more)


def cosine(a, b):
    return sum(x * y for x, y in zip(a, b)) / math.sqrt(
        sum(x * x for x in a) * sum(y * y for y in b)
    )


def test_embeds_a_text(client):
    # The client asks for base64 on its own and decodes it.
    reply = embed(client, "The cat sits on the mat.")
    assert reply.object == "list"
    (item,) = reply.data
    assert item.object == "embedding"
    assert item.index == 0
    assert len(item.embedding) > 8
    assert math.sqrt(sum(x * x for x in item.embedding)) == pytest.approx(1, abs=1e-3)
    assert reply.usage.prompt_tokens > 0
    assert reply.usage.total_tokens == reply.usage.prompt_tokens


def test_says_the_same_in_floats_and_base64(client):
    floats = embed(client, "Hello", encoding_format="float").data[0].embedding
    packed = embed(client, "Hello").data[0].embedding
    text = embed(client, "Hello", encoding_format="base64").data[0].embedding
    assert isinstance(text, str)
    assert floats == pytest.approx(packed, abs=1e-6)


def test_embeds_many_texts_in_order(client):
    texts = ["one", "two", "three", "one"]
    reply = embed(client, texts)
    assert [item.index for item in reply.data] == [0, 1, 2, 3]
    vectors = [item.embedding for item in reply.data]
    assert cosine(vectors[0], vectors[3]) == pytest.approx(1, abs=1e-3)
    assert cosine(vectors[0], vectors[1]) < 0.9999
    alone = embed(client, "two").data[0].embedding
    assert cosine(vectors[1], alone) == pytest.approx(1, abs=1e-3)


def test_embeds_tokens(client):
    reply = embed(client, [[1, 2, 3], [4, 5]])
    assert len(reply.data) == 2
    assert reply.usage.prompt_tokens >= 5


def test_gives_the_dimensions_asked_for(scripted):
    reply = embed(scripted, "Hello", model=SCRIPTED, dimensions=16)
    assert len(reply.data[0].embedding) == 16


def test_refuses_an_empty_text(client):
    with pytest.raises(openai.BadRequestError) as caught:
        embed(client, "")
    assert caught.value.param.startswith("input")


def test_refuses_an_unknown_model(client):
    with pytest.raises(openai.NotFoundError) as caught:
        embed(client, "Hello", model="no-such-model")
    assert caught.value.code == "model_not_found"
