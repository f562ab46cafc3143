"""Clients for the servers under test, and the line of results that conformance/run collects.

PARLANCE_URL           a server with the built-in model, real inference, no key
PARLANCE_SCRIPTED_URL  a server that plays conformance/script.yaml and wants PARLANCE_KEY
PARLANCE_TEXTGEN_URL   a server with the built-in model that answers as textgen-2023, no key
"""

import os
import time
from pathlib import Path

import httpx
import openai
import pytest

URL = os.environ.get("PARLANCE_URL", "").rstrip("/")
SCRIPTED_URL = os.environ.get("PARLANCE_SCRIPTED_URL", "").rstrip("/")
TEXTGEN_URL = os.environ.get("PARLANCE_TEXTGEN_URL", "").rstrip("/")
KEY = os.environ.get("PARLANCE_KEY", "conformance-key-1")
MODEL = os.environ.get("PARLANCE_MODEL", "default")
SCRIPTED = "rehearsal/large"
DEADLINE = 60.0


NEEDS = {
    "scripted": ("PARLANCE_SCRIPTED_URL", SCRIPTED_URL),
    "scripted_async": ("PARLANCE_SCRIPTED_URL", SCRIPTED_URL),
    "scripted_url": ("PARLANCE_SCRIPTED_URL", SCRIPTED_URL),
    "textgen_url": ("PARLANCE_TEXTGEN_URL", TEXTGEN_URL),
}


def pytest_collection_modifyitems(items):
    for item in items:
        needs = [NEEDS[name] for name in item.fixturenames if name in NEEDS]
        for variable, address in needs or [("PARLANCE_URL", URL)]:
            if not address:
                item.add_marker(pytest.mark.skip(reason=f"no {variable}"))


def pytest_terminal_summary(terminalreporter):
    """Writes `passed failed skipped` where conformance/run looks for it."""
    path = os.environ.get("CONFORMANCE_RESULT")
    if path:
        stats = terminalreporter.stats
        failed = len(stats.get("failed", [])) + len(stats.get("error", []))
        counts = (len(stats.get("passed", [])), failed, len(stats.get("skipped", [])))
        Path(path).write_text(" ".join(map(str, counts)) + "\n", encoding="utf-8")


@pytest.fixture(scope="session")
def client():
    with openai.OpenAI(
        base_url=URL + "/v1", api_key=KEY, max_retries=0, timeout=DEADLINE
    ) as client:
        yield client


@pytest.fixture(scope="session")
def scripted():
    with openai.OpenAI(
        base_url=SCRIPTED_URL + "/v1", api_key=KEY, max_retries=0, timeout=DEADLINE
    ) as client:
        yield client


@pytest.fixture(scope="session")
def scripted_url():
    return SCRIPTED_URL


@pytest.fixture(scope="session")
def textgen_url():
    return TEXTGEN_URL


@pytest.fixture
def scripted_async():
    """Makes an asynchronous client; the test closes it in its own event loop."""
    return lambda: openai.AsyncOpenAI(
        base_url=SCRIPTED_URL + "/v1", api_key=KEY, max_retries=0, timeout=DEADLINE
    )


def metrics(url):
    """All samples of /metrics by name and labels."""
    text = httpx.get(url + "/metrics", headers={"Authorization": f"Bearer {KEY}"}).text
    samples = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, value = line.rsplit(" ", 1)
            samples[name] = float(value)
    return samples


def eventually(condition, what, seconds=5.0):
    """Waits until the condition holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.02)


def user(text):
    return [{"role": "user", "content": text}]
