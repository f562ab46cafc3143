"""Which text is nearest to a question? Embed them all and compare."""

import json
import os
import urllib.request

URL = os.environ.get("PARLANCE_URL", "http://127.0.0.1:5000")
KEY = os.environ.get("PARLANCE_API_KEY", "sk-parlance-dev")
MODEL = os.environ.get("PARLANCE_MODEL", "default")

question = "How do I bake bread?"
texts = ["To bake bread you need flour.", "The moon is far away.", "Trains run on rails."]

request = urllib.request.Request(
    URL + "/v1/embeddings",
    data=json.dumps({"model": MODEL, "input": [question, *texts]}).encode(),
    headers={"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"},
)
with urllib.request.urlopen(request, timeout=60) as response:
    vectors = [item["embedding"] for item in json.load(response)["data"]]

# The vectors have length 1, so their product is the cosine of the angle between them.
near = [sum(a * b for a, b in zip(vectors[0], vector)) for vector in vectors[1:]]
for text, cosine in sorted(zip(texts, near), key=lambda pair: -pair[1]):
    print(f"{cosine:.2f} {text}")
