"""The workbench's play: each package can be played to its end, by whom the page offers, with messages, time and other cases; and kept."""

from __future__ import annotations

import html
import io
import re
import tomllib
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.commands import deploy, package_drafts
from engine.packages import PackageFiles
from engine.queries import workbench
from engine.scenarios.running import submitted
from tests.company import ROOT
from tests.web.member import Member
from web.app import create_app

ZONE = ZoneInfo("Asia/Shanghai")
ELEMENT = re.compile(r'play/tasks/(\w+)".*?name="_element" value="([^"]+)"', re.S)
OPENED = re.compile(r"open=(\w+)\"")
DAYS = {"D": "days", "H": "hours", "M": "minutes"}


class Player:
    """Plays one package as its owner does in a browser: only what the page offers, as whom it offers."""

    def __init__(self, company, package_id: str):
        self.company, self.package_id = company, package_id
        self.base = f"/workbench/{package_id}"
        company.process_engine.execute(company.person("he.yun"), package_drafts.begin, package_id)
        self.member = Member(create_app(company.process_engine)).sign_in("he.yun")

    def begin(self, at: datetime) -> Player:
        self.done(self.member.post(f"{self.base}/play", at=at.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")))
        return self

    def page(self, opened: str = "") -> str:
        return self.member.get(f"{self.base}/play{'?open=' + opened if opened else ''}").get_data(as_text=True)

    def play(self, step: dict) -> None:
        verb = next(each for each in ("start", "complete", "message", "wait", "until") if each in step)
        getattr(self, verb)(step)

    def start(self, step: dict) -> None:
        details = step["start"]
        self.send(f"{self.base}/play/start", self.page("start"), details)

    def complete(self, step: dict) -> None:
        task_id, shown = self.task(step["complete"], step.get("nth", 1))
        extra = {"_is_customer": "1"} if 'name="_is_customer"' in shown else {}
        self.send(f"{self.base}/play/tasks/{task_id}", shown, step, _element=step["complete"], _nth=str(step.get("nth", 1)), **extra)

    def message(self, step: dict) -> None:
        name = step["message"]
        assert f"open=message:{name}" in self.page().replace("%3A", ":"), f"{name} is not offered"
        self.send(f"{self.base}/play/messages/{name}", self.page(f"message:{name}"), step)

    def wait(self, step: dict) -> None:
        number, unit = re.fullmatch(r"PT?(\d+)([DHM])", step["wait"]).groups()
        self.until({"until": self.now() + timedelta(**{DAYS[unit]: int(number)})})

    def until(self, step: dict) -> None:
        at = step["until"] if isinstance(step["until"], datetime) else datetime.fromisoformat(step["until"])
        self.done(self.member.post(f"{self.base}/play/wait", until=(at if at.tzinfo else at.replace(tzinfo=ZONE)).isoformat()))

    def now(self) -> datetime:
        shown = re.search(r"data-play-clock>(?:<[^>]+>)?([\d-]+ [\d:]+)", self.page())[1]
        return datetime.fromisoformat(shown).replace(tzinfo=ZONE)

    def task(self, element_id: str, nth: int) -> tuple[str, str]:
        """Id of the open task and the page on which its form is."""
        first = self.page()
        pages = [first, *(self.page(id_) for id_ in OPENED.findall(first) if id_ != "start")]
        found = [(match[1], page) for page in pages if (match := ELEMENT.search(page)) and match[2] == element_id]
        assert len(found) >= nth, f"{element_id} is not open"
        return sorted(found)[nth - 1]

    def send(self, address: str, shown: str, step: dict, **more: str) -> None:
        by = step.get("by", "customer")
        assert f'<option value="{by}"' in shown, f"{by} is not offered for {address}"
        files = {key: [(io.BytesIO(b"%PDF-1.4\n"), name) for name in ([names] if isinstance(names, str) else names)] for key, names in step.get("files", {}).items()}
        self.done(self.member.post(address, _by=by, **submitted(step.get("values", {})), **files, **more))

    @staticmethod
    def done(answer) -> None:
        faults = re.findall(r'class="faults".*?</ul>|class="notice notice-fault".*?</div>', answer.get_data(as_text=True), re.S)
        assert answer.status_code == 303, html.unescape(" ".join(faults))[:600] or answer.get_data(as_text=True)[-600:]


def story(package_id: str, name: str) -> dict:
    return tomllib.loads((ROOT / "processes" / package_id / "scenarios" / f"{name}.toml").read_text(encoding="utf-8"))


def played(company, package_id: str, name: str) -> Player:
    told = story(package_id, name)
    player = Player(company, package_id).begin(told["at"])
    for step in told["step"]:
        if not {"expect", "refuse", "invalid"} & step.keys():
            player.play(step)
    return player


@pytest.mark.parametrize(
    ("package_id", "name"),
    [
        ("feedback_handling", "alternative_offered"),
        ("request_response", "reported_by_phone"),
        ("requirement_feedback", "change_rejected"),
        ("demand_analysis", "device_a_false_alarms"),
    ],
)
def test_package_is_played_to_its_end(company, package_id, name):
    player = played(company, package_id, name)

    assert "已结束" in player.page()


def test_message_of_staff_is_offered_to_who_may_send_it_and_ends_the_case(company):
    told = story("feedback_handling", "rejected_as_spam")
    player = Player(company, "feedback_handling").begin(told["at"])
    player.start(told["step"][0])
    form = player.page("message:case_rejected")

    message = next(step for step in told["step"] if "message" in step)
    assert '<option value="customer"' not in form.partition("messages/case_rejected")[2].partition("</select>")[0]
    player.message(message)

    shown = player.page()
    assert "已结束" in shown
    assert "open=message" not in shown


def test_case_is_merged_into_another_of_the_same_play(company):
    player = played(company, "feedback_handling", "merged_into_another")

    shown = player.page()
    assert "已结束" in shown
    other = re.search(r"play/cases/([\w-]+)", shown)[1]
    player.done(player.member.post(f"{player.base}/play/cases/{other}"))
    assert "已结束" not in player.page()


def test_play_kept_as_a_scenario_is_one_that_passes_the_check(company):
    told = story("feedback_handling", "rejected_as_spam")
    player = Player(company, "feedback_handling").begin(told["at"])
    for step in told["step"]:
        if {"start", "message"} & step.keys():
            player.play(step)

    player.done(player.member.post(f"{player.base}/play/scenario", name="kept_story", title="垃圾信息直接拒绝"))

    files = company.process_engine.ask(company.person("he.yun"), workbench.draft_files, "feedback_handling")
    kept = tomllib.loads(files.files["scenarios/kept_story.toml"].decode())
    assert kept["step"][-1]["expect"]["end"] == "rejected"
    assert [each for each in deploy.check(PackageFiles(files.id, files.files)) if each.severity == "error"] == []


def test_time_that_was_skipped_is_told_in_words(company):
    told = story("feedback_handling", "rejected_as_spam")
    player = Player(company, "feedback_handling").begin(told["at"])
    player.start(told["step"][0])

    player.done(player.member.post(f"{player.base}/play/wait", wait="PT1H"))
    player.until({"until": "2023-10-10T16:30:00+08:00"})

    steps = player.page().partition("走过的步骤")[2]
    assert "过 1 小时" in steps
    assert "2023-10-10 16:30</li>" in steps


def test_months_are_played_from_the_calendar(company):
    player = Player(company, "feedback_handling_months").begin(datetime(2024, 3, 1, 9, tzinfo=ZONE))
    event = re.search(r'name="_event" value="(\w+)"', player.page())[1]

    player.done(player.member.post(f"{player.base}/play/start", _by="calendar", _event=event))

    assert ELEMENT.search(player.page())
