"""A client that goes away must not keep anything busy."""

import asyncio

import pytest

from conftest import SCRIPTED, SCRIPTED_URL, eventually, metrics, user


def active():
    # The request for the metrics is one of them.
    return metrics(SCRIPTED_URL)["http_server_active_requests"] - 1


def cancelled():
    samples = metrics(SCRIPTED_URL)
    return sum(
        value
        for name, value in samples.items()
        if name.startswith("parlance_calls_total") and 'outcome="cancelled"' in name
    )


def long_story(client, **more):
    return client.chat.completions.create(
        model=SCRIPTED, messages=user("Tell a long story."), stream=True, **more
    )


def test_settles_a_stream_that_is_closed_early(scripted):
    eventually(lambda: active() == 0, "no call before the test")
    before = cancelled()
    stream = long_story(scripted)
    for number, _ in enumerate(stream):
        if number == 5:
            break
    assert active() == 1
    stream.close()
    eventually(lambda: active() == 0, "the call has ended", 2)
    eventually(lambda: cancelled() == before + 1, "the call is counted as cancelled", 2)


def test_settles_a_stream_that_is_left_by_context(scripted):
    before = cancelled()
    with long_story(scripted) as stream:
        next(iter(stream))
    eventually(lambda: active() == 0, "the call has ended", 2)
    eventually(lambda: cancelled() == before + 1, "the call is counted as cancelled", 2)


def test_settles_a_stream_that_stalls(scripted):
    before = cancelled()
    stream = scripted.chat.completions.create(
        model=SCRIPTED, messages=user("Stall after three tokens."), stream=True
    )
    assert next(iter(stream)).choices
    stream.close()
    eventually(lambda: active() == 0, "the call has ended", 2)
    eventually(lambda: cancelled() == before + 1, "the call is counted as cancelled", 2)


def test_settles_a_call_whose_client_ran_out_of_time(scripted):
    before = cancelled()
    with pytest.raises(Exception):
        scripted.chat.completions.create(
            model=SCRIPTED, messages=user("Start slowly."), timeout=0.3
        )
    eventually(lambda: active() == 0, "the call has ended", 2)
    eventually(lambda: cancelled() == before + 1, "the call is counted as cancelled", 2)


def test_settles_many_cancelled_tasks(scripted_async):
    before = cancelled()

    async def main():
        async with scripted_async() as client:
            started = asyncio.Semaphore(0)

            async def read():
                async for _ in await long_story(client):
                    started.release()

            tasks = [asyncio.create_task(read()) for _ in range(20)]
            for _ in range(60):
                await started.acquire()
            for task in tasks:
                task.cancel()
            return await asyncio.gather(*tasks, return_exceptions=True)

    results = asyncio.run(main())
    assert all(isinstance(result, asyncio.CancelledError) for result in results)
    eventually(lambda: active() == 0, "all calls have ended", 3)
    eventually(lambda: cancelled() == before + 20, "all calls are counted as cancelled", 3)
