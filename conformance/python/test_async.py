import asyncio

import openai
import pytest

from conftest import SCRIPTED, user


def test_chats_and_streams(scripted_async):
    async def main():
        async with scripted_async() as client:
            answer = await client.chat.completions.create(
                model=SCRIPTED, messages=user("Say hello.")
            )
            said = ""
            stream = await client.chat.completions.create(
                model=SCRIPTED, messages=user("Say hello."), stream=True
            )
            async for chunk in stream:
                said += chunk.choices[0].delta.content or ""
            return answer.choices[0].message.content, said

    assert asyncio.run(main()) == ("Hello there, friend.",) * 2


def test_serves_many_at_once(scripted_async):
    async def main():
        async with scripted_async() as client:

            async def one(number):
                said = ""
                async with client.chat.completions.stream(
                    model=SCRIPTED, messages=user(f"Echo number {number}.")
                ) as stream:
                    async for event in stream:
                        if event.type == "content.delta":
                            said += event.delta
                return f"Echo number {number}." in said

            return await asyncio.gather(*(one(number) for number in range(64)))

    assert all(asyncio.run(main()))


def test_raises_the_same_errors(scripted_async):
    async def main():
        async with scripted_async() as client:
            with pytest.raises(openai.RateLimitError):
                await client.chat.completions.create(
                    model=SCRIPTED, messages=user("Fail with a rate limit.")
                )
            with pytest.raises(openai.NotFoundError):
                await client.models.retrieve("no-such-model")

    asyncio.run(main())
