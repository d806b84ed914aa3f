"""The engine over a server that is well, broken, or hostile."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import aclosing

import pytest

from llmtutor.engine.failure import EngineError
from llmtutor.engine.protocol import (
    Done,
    Excerpt,
    JsonSchema,
    Message,
    Prefill,
    Sampling,
    ScoreRequest,
    Token,
)
from llmtutor.engine.server import link
from llmtutor.engine.server.address import parse_address
from llmtutor.errors import UsageError

from .conftest import ask, done, failed, listen, text_of
from .servers import (
    STREAM,
    Answer,
    Writer,
    chunk,
    engine_at,
    plain,
    scripted_server,
    streamed,
)


async def what_comes(chat: Answer, stop: tuple[str, ...] = ()) -> str:
    """The answer of an engine whose server says that."""
    async with scripted_server(chat) as server:
        return text_of(await listen(engine_at(server.url), ask("?", stop=stop)))


async def problem_with(chat: Answer, **others: Answer) -> EngineError:
    """The error that a server's behaviour comes to; it must always be one of ours."""
    async with scripted_server(chat, **others) as server:
        engine = engine_at(server.url)
        problem = failed(await asyncio.wait_for(listen(engine, ask("?")), 20)).problem
        assert isinstance(problem, EngineError)
        assert f"127.0.0.1:{server.port}" in str(problem)
        await engine.close()
        return problem


# A server that is well


async def test_an_answer_comes_token_by_token() -> None:
    async with scripted_server(streamed(chunk("Hel"), chunk("lo"))) as server:
        engine = engine_at(server.url)
        events = await listen(engine, ask("?"))

    assert [type(event) for event in events] == [Prefill, Token, Token, Done]
    assert text_of(events) == "Hello"
    assert engine.status.state == "ready"


async def test_what_is_asked_of_the_server() -> None:
    async with scripted_server(streamed(chunk("x"))) as server:
        engine = engine_at(server.url, model="small", api_key="k")
        sampling = Sampling(temperature=0.5, top_k=9, seed=3)
        await listen(engine, ask("Why?", notes="Notes. ", sampling=sampling, stop=("\n\n",)))

    asked = server.heard[-1]
    assert asked.line == "POST /v1/chat/completions HTTP/1.1"
    assert asked.headers["authorization"] == "Bearer k"
    assert asked.body["model"] == "small"
    assert asked.body["messages"] == [
        {"role": "system", "content": "Answer."},
        {"role": "user", "content": "Notes. Why?"},
    ]
    assert (asked.body["temperature"], asked.body["top_k"], asked.body["seed"]) == (0.5, 9, 3)
    assert asked.body["stop"] == ["\n\n"]


async def test_the_server_s_own_count_is_believed() -> None:
    details = {"cached_tokens": 30}
    usage = {"prompt_tokens": 40, "completion_tokens": 5, "prompt_tokens_details": details}
    last = f"data: {json.dumps({'choices': [], 'usage': usage})}\n\n"
    async with scripted_server(streamed(chunk("x"), last)) as server:
        figures = done(await listen(engine_at(server.url), ask("?"))).figures

    assert (figures.prompt_tokens, figures.cached_tokens, figures.new_tokens) == (40, 30, 5)
    assert figures.stop_reason == "end"


@pytest.mark.parametrize("field", ["reasoning_content", "reasoning"])
async def test_thinking_is_not_shown(field: str) -> None:
    thought = chunk(delta={field: "Hmm."})
    assert await what_comes(streamed(thought, chunk("<think>so</think>"), chunk("Yes"))) == "Yes"


async def test_escapes_in_an_answer_are_dropped() -> None:
    assert await what_comes(streamed(chunk("\x1b[2Ja\x9bb\ud800c"))) == "[2Jab?c"


async def test_comments_and_other_fields_of_the_stream_are_skipped() -> None:
    noise = ": keep-alive\n\nevent: x\nid: 3\nretry: 1\n\ndata:\n\n"
    assert await what_comes(streamed(noise, chunk("a").replace("\n", "\r\n"), noise)) == "a"


async def test_letters_may_be_cut_anywhere() -> None:
    async def drip(writer: Writer) -> None:
        for at in range(len(data)):
            writer.write(data[at : at + 1])
            await writer.drain()

    line = chunk("注意力").encode().decode("unicode_escape")
    data = streamed(line)
    assert await what_comes(drip) == "注意力"


async def test_a_model_that_ignores_the_stop_is_cut_off_there() -> None:
    said = streamed(chunk("one\n"), chunk("\ntwo"))
    assert await what_comes(said, stop=("\n\n",)) == "one"


async def test_leaving_early_closes_the_connection() -> None:
    async def endless(writer: Writer) -> None:
        writer.write(STREAM.encode())
        while True:
            writer.write(chunk("x").encode())
            await writer.drain()
            await asyncio.sleep(0.001)

    async with scripted_server(endless) as server:
        async with aclosing(engine_at(server.url).generate(ask("?", max_tokens=9999))) as events:
            async for event in events:
                if isinstance(event, Token):
                    break
        await asyncio.wait_for(server.left.wait(), 5)


async def test_a_server_that_never_stops_is_left() -> None:
    async def endless(writer: Writer) -> None:
        writer.write(STREAM.encode())
        while True:
            writer.write(chunk("x").encode())
            await writer.drain()

    async with scripted_server(endless) as server:
        events = await listen(engine_at(server.url), ask("?", max_tokens=10))
        await asyncio.wait_for(server.left.wait(), 5)
    assert done(events).figures.stop_reason == "length"


# Models


async def test_the_first_model_answers_where_none_is_named() -> None:
    async with scripted_server() as server:
        info = await engine_at(server.url).start()

    assert (info.name, info.context, info.device) == ("big", 4096, f"127.0.0.1:{server.port}")


async def test_a_model_that_is_not_there_is_told_with_those_that_are() -> None:
    async with scripted_server() as server:
        with pytest.raises(EngineError, match="no model 'smal'") as caught:
            await engine_at(server.url, model="smal").start()
    assert "small" in caught.value.hint


async def test_the_server_is_asked_again_after_it_was_away() -> None:
    async with scripted_server(streamed(chunk("back"))) as server:
        whole = server.answers.pop("/v1/models")
        engine = engine_at(server.url)
        with pytest.raises(EngineError):
            await engine.start()
        assert engine.status.state == "failed"
        server.answers["/v1/models"] = whole
        assert text_of(await listen(engine, ask("?"))) == "back"
        assert engine.status.problem is None


# JSON


SCHEMA = JsonSchema.of({"type": "object"})


async def test_a_schema_is_asked_for_in_the_newer_form_then_in_the_older() -> None:
    async with scripted_server(plain('{"detail": "no"}', "422 X")) as server:
        engine = engine_at(server.url)
        failed(await listen(engine, ask("?", constraint=SCHEMA)))

    forms = [item.body["response_format"]["type"] for item in server.heard if item.body]
    assert forms == ["json_schema", "json_object"]


async def test_an_answer_that_is_not_the_json_asked_for_fails() -> None:
    async with scripted_server(streamed(chunk("Sure! {}"))) as server:
        problem = failed(await listen(engine_at(server.url), ask("?", constraint=SCHEMA))).problem
    assert isinstance(problem, EngineError)
    assert problem.code == "constraint"


# What a server cannot do


async def test_what_the_protocol_lacks_is_refused_not_faked() -> None:
    async with scripted_server(streamed(chunk("x"))) as server:
        engine = engine_at(server.url)
        problem = failed(await listen(engine, ask("?", constraint=Excerpt(("a",))))).problem
        assert isinstance(problem, EngineError)
        assert problem.code == "unsupported"
        for work in (engine.embed(["a"]), engine.score(ScoreRequest((), ("a",)))):
            with pytest.raises(EngineError, match="cannot"):
                await work
        assert [item.state async for item in engine.warm(())] == ["off"]
        size = await engine.measure([Message.of("user", "word " * 100)])
        assert size.tokens >= 100


# Servers that are broken or hostile


async def hang(_: Writer) -> None:
    await asyncio.sleep(60)


async def half_a_line(writer: Writer) -> None:
    writer.write((STREAM + chunk("a") + 'data: {"choi').encode())
    await writer.drain()


async def hang_in_the_middle(writer: Writer) -> None:
    writer.write((STREAM + chunk("a")).encode())
    await hang(writer)


async def a_line_without_end(writer: Writer) -> None:
    writer.write((STREAM + "data: ").encode())
    while True:
        writer.write(b"x" * 65536)
        await writer.drain()


async def no_http(writer: Writer) -> None:
    writer.write(b"SSH-2.0-OpenSSH_9\r\n")
    await writer.drain()


BROKEN: list[tuple[Answer | Callable[[Writer], Awaitable[None]], str]] = [
    (half_a_line, "broke off"),
    (no_http, "the connection broke"),
    (a_line_without_end, "more than any answer"),
    (b"", "the connection broke"),
    (STREAM.encode(), "before a word came"),
    (STREAM.encode() + b"data: {not json}\n\n", "not JSON"),
    (STREAM.encode() + b"data: [1]\n\n", "not made of JSON objects"),
    (STREAM.encode() + b"data: " + b"[" * 100_000 + b"\n\n", "not JSON"),
    (STREAM.encode() + b'data: {"error": {"message": "out of memory"}}\n\n', "out of memory"),
    (plain('{"error": {"message": "it\\u001b[2J burns"}}', "500 X"), "500: it"),
    (plain("<html>" + "x" * 5000, "502 Bad Gateway"), "it answered 502"),
    (plain("x" * 3_000_000, "500 X"), "it answered 500"),
    (plain('{"detail": "who are you"}', "401 X"), "who are you"),
    (plain("", "302 Found", "Location: http://192.0.2.1/v1"), "elsewhere"),
    (plain("", "200 OK", "Content-Encoding: gzip"), "compresses"),
    (plain('{"error": {"message": "maximum context length is 512"}}', "400 X"), "longer than"),
]


@pytest.mark.parametrize(("chat", "words"), BROKEN)
async def test_every_way_to_break_is_told_in_words(chat: Answer, words: str) -> None:
    problem = await problem_with(chat)

    assert words in problem.what
    assert len(str(problem)) < 700
    assert str(problem).isprintable()


@pytest.mark.parametrize("chat", [hang, hang_in_the_middle])
async def test_a_server_that_falls_silent(chat: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "SILENCE_SECONDS", 0.2)
    assert "said nothing for 0.2 s" in (await problem_with(chat)).what


@pytest.mark.parametrize(
    ("models", "words"),
    [
        (plain("{}"), "names no model"),
        (plain('{"data": [1, {"id": 2}, {"id": ""}]}'), "names no model"),
        (plain("what"), "not JSON"),
        (plain("x" * 3_000_000), "more than"),
        (plain("", "307 X", "Location: /elsewhere"), "elsewhere"),
        (plain("{}", "404 Not Found"), "it answered 404"),
    ],
)
async def test_a_list_of_models_that_is_none(models: Answer, words: str) -> None:
    assert words in (await problem_with(b"", models=models)).what


async def test_a_list_of_models_that_does_not_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "QUICK_SECONDS", 0.2)
    assert "did not answer within" in (await problem_with(b"", models=hang)).what


async def test_nobody_listens() -> None:
    async with scripted_server() as server:
        url = server.url
    problem = failed(await listen(engine_at(url), ask("?"))).problem
    assert "cannot be reached" in problem.what
    assert problem.exit_code == 3


async def test_no_proxy_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://192.0.2.1:3128")
    assert await what_comes(streamed(chunk("direct"))) == "direct"


async def test_after_closing_nothing_is_asked() -> None:
    async with scripted_server() as server:
        engine = engine_at(server.url)
        await engine.close()
        problem = failed(await listen(engine, ask("?"))).problem
        assert isinstance(problem, EngineError)
        assert problem.code == "closed"
        assert server.heard == []


# Addresses


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1"),
        ("http://localhost:11434/v1/", "http://localhost:11434/v1"),
        (" https://[::1]:8000/api ", "https://[::1]:8000/api"),
        ("http://127.5.5.5", "http://127.5.5.5/v1"),
    ],
)
def test_loopback_is_here(url: str, base: str) -> None:
    address = parse_address(url, allow_remote=False)
    assert (address.base, address.away) == (base, "")


@pytest.mark.parametrize(
    "url",
    [
        "http://192.168.1.5:8000/v1",
        "https://api.example.org/v1",
        "http://0.0.0.0:8080",
        "http://localhost.example.org",
        "http://127.0.0.1.example.org",
        "http://[fe80::1%25lo]:80",
        "http://2130706433/",
    ],
)
def test_another_computer_must_be_allowed(url: str) -> None:
    with pytest.raises(UsageError, match="another computer") as caught:
        parse_address(url, allow_remote=False)
    assert "engine.allow_remote" in caught.value.hint
    assert parse_address(url, allow_remote=True).away


@pytest.mark.parametrize(
    "url",
    ["", "localhost:8080", "ftp://localhost", "http://", "http://a:b@127.0.0.1", "http://[::1",
     "http://127.0.0.1:99999", "http://127.0.0.1/v1?x=1", "http://127.0.0.1/\x1b[2J"],
)  # fmt: skip
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(UsageError):
        parse_address(url, allow_remote=True)
