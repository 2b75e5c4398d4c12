"""The command line `huixiang`: an operator's entrance."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from engine import bpmn, demo, packages, scenarios
from engine.clock import SystemClock
from engine.commands import api_tokens, deploy, deployments, export, incidents, operators_key, passwords, retention, verifications
from engine.decisions.decide import decide
from engine.errors import InvalidValues, Reason, Refused, Text, Undeployable
from engine.model.people import SYSTEM
from engine.process_engine import ProcessEngine
from engine.queries import evidence, incident_list, replay
from engine.queries import retention as retention_page
from engine.settings import Settings
from engine.store import house, rotation
from engine.worker import Worker
from web.server import serve

Handler = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; exit code 0 when all is well, 1 when something was refused or failed, 2 for a wrong call."""
    options, options_more = _parser().parse_known_args(arguments)
    if options.handler is not _bench and options_more:
        _parser().parse_args(arguments)
    options.arguments = options_more
    try:
        return options.handler(options)
    except Undeployable as refusal:
        _print_reasons(refusal.reasons, options.language)
        return 1
    except Refused as refusal:
        print(refusal.text.of(options.language), file=sys.stderr)
        _print_faults(refusal, options.language)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="huixiang", description="Huixiang: a feedback procedure that is a BPMN diagram.")
    parser.add_argument("--language", choices=("zh", "en"), default="en", help="of reasons and findings")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add(commands, "migrate", _migrate, "bring the database to this program's schema")
    _add(commands, "check", _check, "say why packages can't be deployed", "folder")
    _add(commands, "deploy", _deploy, "deploy packages from folders", "folder", comment="")
    _add(commands, "test", _test, "run the scenarios of packages under a virtual clock", "folder")
    _add(commands, "translate", _translate, "print what SpiffWorkflow receives for a diagram", "file")
    _add(commands, "export", _export, "write a deployed version back to disk", "package", number=0, to=".")
    _add(commands, "audit", _audit, "verify: name the first broken entry, a missing tail or case; --heads: a file that `audit heads` wrote earlier", "action", heads="")
    _add(commands, "administrator", _administrator, "let an administrator in: print a password for the first sign-in, once", "login", name="")
    _add(commands, "token", _token, "let a program in: print a new API token, once", "name")
    _add(commands, "incidents", _incidents, "what is stuck, and why")
    _add(commands, "retry", _retry, "try again what raised an incident", "incident")
    _add(commands, "replay", _replay, "rebuild cases from their trails and compare; a difference is a defect", "case", all=False)
    commands.add_parser("bench", help="measure against SpiffWorkflow as documented (in a checkout)", add_help=False).set_defaults(handler=_bench)
    _add(commands, "retention", _retention, "what is due to go, exactly (a dry run); with --erase it goes", erase=False)
    _add(commands, "erase", _erase, "erase what is bound to a case's customer, on their request", "case", reason="")
    _add(commands, "rotate", _rotate, "put everything under the newest master key")
    _add(commands, "demo", _demo, "a demo company with people and cases; with --months a history of as many months", port=8000, months=0, cases=60)
    _add(commands, "serve", _serve, "serve the pages, with the worker inside", port=8000, host="127.0.0.1")
    _add(commands, "worker", _worker, "only trigger what is due (one or more nodes on PostgreSQL)")
    _add(commands, "decide", _decide, "evaluate a decision of a DMN file", "file", decision="", input="{}", trace=False)
    return parser


def _add(commands, name: str, handler: Handler, help_: str, positional: str = "", /, **options: object) -> None:
    parser = commands.add_parser(name, help=help_, description=help_)
    if positional == "folder":
        parser.add_argument("folder", nargs="+", type=Path)
    elif positional == "case":
        parser.add_argument("case", nargs="?", help="the case's number")
    elif positional == "action":
        parser.add_argument("action", choices=("verify", "heads"))
    elif positional:
        parser.add_argument(positional)
    for option, default in options.items():
        if isinstance(default, bool):
            parser.add_argument(f"--{option}", action="store_true")
        else:
            parser.add_argument(f"--{option}", default=default, type=type(default))
    parser.set_defaults(handler=handler)


def _engine() -> ProcessEngine:
    return ProcessEngine(Settings.from_environment(), SystemClock())


def _migrate(_: argparse.Namespace) -> int:
    _engine().migrate()
    return 0


def _check(options: argparse.Namespace) -> int:
    found = [reason for folder in _folders(options.folder) for reason in deploy.check(packages.read_folder(folder))]
    _print_reasons(found, options.language)
    errors = sum(reason.severity == "error" for reason in found)
    print(f"{errors} errors, {len(found) - errors} warnings")
    return 1 if errors else 0


def _deploy(options: argparse.Namespace) -> int:
    engine = _engine()
    engine.migrate()
    for folder in _folders(options.folder):
        files = packages.read_folder(folder)
        try:
            done = engine.execute(SYSTEM, deploy.deploy, files, options.comment)
        except Undeployable as refusal:
            engine.execute(SYSTEM, deployments.note_refusal, files.id, refusal)
            raise
        _print_reasons(done.warnings, options.language)
        print(f"{done.package_id} version {done.number}" + ("" if done.is_new else " (unchanged)"))
    return 0


def _test(options: argparse.Namespace) -> int:
    results = [scenarios.test_package(folder) for folder in _folders(options.folder)]
    for result in results:
        print(result.report(options.language))
    return 0 if all(result.is_passed for result in results) else 1


def _translate(options: argparse.Namespace) -> int:
    sys.stdout.buffer.write(bpmn.translate(Path(options.file).read_bytes()))
    return 0


def _export(options: argparse.Namespace) -> int:
    written = _engine().ask(SYSTEM, export.export, options.package, options.number or None, Path(options.to))
    print("\n".join(str(file) for file in written))
    return 0


def _audit(options: argparse.Namespace) -> int:
    engine = _engine()
    house.append_pending(engine.store)
    if options.action == "heads":
        print("\n".join(engine.ask(SYSTEM, evidence.exported_heads)))
        return 0
    exported = Path(options.heads).read_text(encoding="utf-8").splitlines() if options.heads else []
    findings = engine.ask(SYSTEM, evidence.verify, exported)
    engine.execute(SYSTEM, verifications.note, findings)
    for finding in findings:
        print(finding.what.of(options.language))
    print("The trail is whole." if not findings else f"{len(findings)} findings")
    return 1 if findings else 0


def _administrator(options: argparse.Namespace) -> int:
    engine = _engine()
    engine.migrate()
    print(engine.execute(SYSTEM, operators_key.let_in, options.login, options.name, passwords.one_time()).password)
    return 0


def _token(options: argparse.Namespace) -> int:
    print(_engine().execute(SYSTEM, api_tokens.create, options.name).token)
    return 0


def _incidents(options: argparse.Namespace) -> int:
    for each in _engine().ask(SYSTEM, incident_list.incidents):
        print(f"{each.id}  {each.number}  {each.element_id}  {each.raised_at:%Y-%m-%d %H:%M}  {each.cause.of(options.language)}")
    return 0


def _retry(options: argparse.Namespace) -> int:
    _engine().execute(SYSTEM, incidents.retry, options.incident)
    return 0


def _replay(options: argparse.Namespace) -> int:
    if bool(options.case) == options.all:
        print("Name one case, or say --all.", file=sys.stderr)
        return 2
    engine = _engine()
    keys = engine.ask(SYSTEM, replay.business_keys) if options.all else [options.case]
    results = [engine.ask(SYSTEM, replay.replay, key) for key in keys]
    print("\n".join(each.line() for each in results))
    return 0 if all(each.is_equal for each in results) else 1


def _retention(options: argparse.Namespace) -> int:
    engine = _engine()
    contacts, cases = engine.ask(SYSTEM, retention_page.dry_run)
    for what, due in (("contact data", contacts), ("case", cases)):
        for each in due:
            print(f"{what:12}  {each.business_key}  archived {each.archived_at:%Y-%m-%d}  kept until {each.due_at:%Y-%m-%d}")
    if options.erase:
        while engine.execute(SYSTEM, retention.erase_due_contacts):
            pass
        engine.execute(SYSTEM, retention.erase_cases, [each.instance_id for each in cases])
    print(f"{len(contacts)} contacts, {len(cases)} cases {'erased' if options.erase else 'would go'}")
    return 0


def _erase(options: argparse.Namespace) -> int:
    erased = _engine().execute(SYSTEM, retention.erase_customer, options.case or "", options.reason)
    print("\n".join(erased))
    return 0


def _rotate(_: argparse.Namespace) -> int:
    print(f"{rotation.rotate(_engine().store)} rows are under the newest key")
    return 0


def _bench(options: argparse.Namespace) -> int:
    """The naive way runs Python out of diagrams, so it stays with the tests, in a process of its own."""
    checkout = Path(bpmn.__file__).parents[2]
    if not (checkout / "tests/bench/__main__.py").exists():
        print("The bench lies with the tests: run it in a checkout.", file=sys.stderr)
        return 2
    return subprocess.run([sys.executable, "-m", "tests.bench", *options.arguments], cwd=checkout, check=False).returncode


def _demo(options: argparse.Namespace) -> int:
    print(demo.prepare(_engine(), options.months, options.cases).text(options.port))
    return 0


def _serve(options: argparse.Namespace) -> int:
    """Links to customers carry the port served here, unless the installation names its address."""
    here = {"HUIXIANG_BASE_URL": f"http://127.0.0.1:{options.port}"}
    serve(ProcessEngine(Settings.from_environment(here | os.environ), SystemClock()), options.host, options.port)
    return 0


def _worker(_: argparse.Namespace) -> int:
    Worker(_engine()).run()
    return 0


def _decide(options: argparse.Namespace) -> int:
    print(decide(options.file, options.decision, options.input, options.trace, now=SystemClock().now(), lang=options.language))
    return 0


def _folders(given: Sequence[Path]) -> list[Path]:
    """Packages named directly (a folder or a lone diagram), or all inside a folder such as processes/. Raises Refused."""
    found = {path: packages.packages_in(path) for path in given}
    for path, inside in found.items():
        if not inside:
            raise Refused("no_package", Text(f"“{path}”里没有流程包或流程图。", f"There is no package and no diagram in '{path}'."))
    return [each for inside in found.values() for each in inside]


def _print_faults(refusal: Refused, language: str) -> None:
    for name, fault in refusal.fields.items() if isinstance(refusal, InvalidValues) else ():
        print(f"{name}: {fault.of(language)}", file=sys.stderr)


def _print_reasons(reasons: Sequence[Reason], language: str) -> None:
    for reason in reasons:
        place = " · ".join(part for part in (reason.file, reason.element, reason.field) if part)
        print(f"{reason.severity}: {place}: {reason.text.of(language)}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
