"""Who may be asked on a network of one's own, what is sent, and what is remembered of hosts."""

import json

import pytest
from tests.unit.fetch.servers import PUBLIC, answer, redirect, serving, world
from tests.unit.fetch.test_fetcher import header

from crosswire.errors import FetchFailedError, FetchRefusedError, UsageError
from crosswire.fetch import rulebook
from crosswire.fetch.fetcher import user_agent
from crosswire.fetch.policy import Policy
from crosswire.fetch.robots import Robots
from crosswire.pipeline.web import policy, posting
from crosswire.settings import Settings, load_settings

OWN = {"desk.example": [["10.1.1.1"]], "other.example": [["10.1.1.2"]]}


def test_leave_for_ones_own_network_holds_for_the_host_that_was_named() -> None:
    routes = {"/a": redirect("/b"), "/b": answer(), "/c": redirect("http://other.example/b")}
    with world(routes, names=OWN) as there:
        there.reachable |= {"10.1.1.1"}
        fetcher = there.fetcher(allow_private=True)
        assert fetcher.get("http://desk.example/a").url == "http://desk.example/b"
        with pytest.raises(FetchRefusedError, match="private"):
            fetcher.get("http://desk.example/c")
        with pytest.raises(FetchRefusedError, match="private"):
            fetcher.get("http://desk.example/b", own="http://news.example/")
        with pytest.raises(FetchRefusedError, match="private"):
            fetcher.get("http://desk.example/b", own="")
        assert set(there.dialled) == {"10.1.1.1"}


def test_robots_of_a_host_that_was_only_linked_to_are_not_asked_for_inside() -> None:
    with world({"/a": answer()}, names=OWN) as there:
        with pytest.raises(FetchRefusedError):
            there.fetcher(allow_private=True).get("http://desk.example/a", own="http://x.example/")
        assert there.dialled == []


def test_a_move_for_good_is_told_as_far_as_it_is_one() -> None:
    routes = {
        "/a": redirect("/b", "301 Moved"),
        "/b": redirect("/c", "302 Found"),
        "/c": redirect("/d", "308 Moved"),
        "/d": answer(),
    }
    with world(routes) as there:
        fetcher = there.fetcher()
        assert fetcher.get("http://news.example/a").moved == "http://news.example/b"
        assert fetcher.get("http://news.example/b").moved is None
        assert fetcher.get("http://news.example/c").moved == "http://news.example/d"


def test_how_long_an_answer_is_fresh_is_told() -> None:
    routes = {
        "/a": answer(cache_control="public, max-age=600"),
        "/b": answer(cache_control="no-cache, max-age=-1"),
    }
    with world(routes) as there:
        assert there.fetcher().get("http://news.example/a").max_age == 600
        assert there.fetcher().get("http://news.example/b").max_age is None


def test_a_host_may_be_excepted_from_robots_and_others_are_not() -> None:
    rules = answer(b"User-agent: *\nDisallow: /\n", content_type="text/plain")
    with world({"/a": answer(), "/robots.txt": rules}) as there:
        fetcher = there.fetcher(unruled=frozenset({"own.example"}))
        assert fetcher.get("http://own.example/a").status == 200
        with pytest.raises(FetchRefusedError, match="says no"):
            fetcher.get("http://news.example/a")


def test_a_name_of_ones_own_is_told_and_read_for_in_robots() -> None:
    rules = answer(
        b"User-agent: crosswire\nDisallow: /\n\nUser-agent: HeraldBot\nAllow: /\n",
        content_type="text/plain",
    )
    with world({"/a": answer(), "/robots.txt": rules}) as there:
        assert there.fetcher(agent="HeraldBot/2.0").get("http://news.example/a").status == 200
        assert header(there.server.asked[-1], "User-Agent") == "HeraldBot/2.0"
    assert user_agent(Policy(agent="A/1\r\nX-Evil: 1")).startswith("Crosswire/")
    assert user_agent(Policy(agent="A/1", contact="desk@a.example")) == "A/1 (desk@a.example)"


def test_robots_name_the_sitemaps() -> None:
    rules = answer(
        b"Sitemap: https://news.example/a.xml\nsitemap:/b.xml\n", content_type="text/plain"
    )
    with world({"/robots.txt": rules}) as there:
        found = there.fetcher().sitemaps("http://news.example/")
    assert found == ("https://news.example/a.xml", "/b.xml")


def test_rules_of_hosts_without_end_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulebook, "_RULES", 100)
    rules = answer(
        b"User-agent: *\n" + b"".join(b"Disallow: /%d\n" % n for n in range(40)),
        content_type="text/plain",
    )
    with world({"/robots.txt": rules, "/a": answer()}) as there:
        fetcher = there.fetcher()
        for n in range(9):
            fetcher.get(f"http://h{n}.example/a")
        assert len(fetcher._rulebook._known) == 2
    assert Robots().allows("/")


# ---------------------------------------------------------------- what is sent


def test_a_body_is_posted_to_the_address_that_was_named() -> None:
    with world({"/hook": answer(b"", "204 No Content")}) as there:
        status = there.fetcher().post("http://hook.example/hook", b'{"a": 1}')
        (asked,) = there.server.asked
    assert status == 204
    assert asked.startswith("POST /hook HTTP/1.1")
    assert header(asked, "Content-Type") == "application/json"
    assert header(asked, "Content-Length") == "8"
    assert header(asked, "Cookie") is None


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://desk.example/", "http://169.254.169.254/", "ftp://a.example/",
     "http://u:s3cret@a.example/", "http://2130706433/"],
)  # fmt: skip
def test_and_to_nowhere_that_may_not_be_asked(url: str) -> None:
    with world({}, names=OWN) as there:
        with pytest.raises(FetchRefusedError) as refusal:
            there.fetcher().post(url, b"{}")
        assert there.dialled == []
    assert "s3cret" not in str(refusal.value)


def test_what_was_posted_follows_no_redirect_and_a_no_is_a_failure() -> None:
    routes = {
        "/a": redirect("http://other.example/b", "307 Temporary"),
        "/b": answer(),
        "/c": answer(b"", "403 No"),
    }
    with world(routes) as there:
        for path, status in (("/a", 307), ("/c", 403)):
            with pytest.raises(FetchFailedError) as failure:
                there.fetcher().post(f"http://hook.example{path}", b"{}")
            assert failure.value.status == status
        assert there.server.paths == ["/a", "/c"]
        assert set(there.dialled) == {PUBLIC}


def test_posting_by_the_settings() -> None:
    with serving({"/hook": answer(b"ok", content_type="text/plain")}) as server:
        quick = Settings(fetch_delay_seconds=0, fetch_seconds=5)
        assert posting(quick, allow_private=True)(server.url("/hook"), b"{}") == 200
        with pytest.raises(FetchRefusedError, match="loopback"):
            posting(quick)(server.url("/hook"), b"{}")


# ---------------------------------------------------------------- settings


def test_limits_come_from_file_and_environment(tmp_path: object) -> None:
    environ = {
        "CROSSWIRE_FETCH_SECONDS": "7.5",
        "CROSSWIRE_FETCH_MAX_BYTES": "1000",
        "CROSSWIRE_FETCH_MAX_WIRE_BYTES": "900",
        "CROSSWIRE_FETCH_REDIRECTS": "2",
        "CROSSWIRE_FETCH_DELAY_SECONDS": "3",
        "CROSSWIRE_FETCH_CONTACT": "desk@herald.example",
        "CROSSWIRE_FETCH_USER_AGENT": "HeraldBot/2",
        "CROSSWIRE_FETCH_ROBOTS": "false",
        "CROSSWIRE_FETCH_IGNORE_ROBOTS": json.dumps({"Wire.example": "ours"}),
        "CROSSWIRE_FETCH_PRIVATE_HOSTS": json.dumps({"desk.example": "ours"}),
    }
    found = policy(load_settings(environ=environ))
    assert found == Policy(
        total_seconds=7.5,
        max_bytes=1000,
        max_wire_bytes=900,
        max_redirects=2,
        delay_seconds=3,
        contact="desk@herald.example",
        agent="HeraldBot/2",
        obey_robots=False,
        unruled=frozenset({"wire.example"}),
        private_hosts=frozenset({"desk.example"}),
    )
    assert policy(Settings()) == Policy()


def test_an_exception_without_a_reason_is_none() -> None:
    for given in ('{"wire.example": " "}', "wire.example", '["wire.example"]'):
        with pytest.raises(UsageError):
            load_settings(environ={"CROSSWIRE_FETCH_IGNORE_ROBOTS": given})


def test_no_setting_of_fetching_changes_what_a_dossier_says_it_was_made_by() -> None:
    other = Settings(fetch_seconds=1, fetch_robots=False, watch_every="1h")
    assert other.digest() == Settings().digest()
    assert Settings(max_html_depth=3).digest() != Settings().digest()
