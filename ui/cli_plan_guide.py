"""`v2a plan new`, `list`, `show` and `chat`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.domain import LANGUAGES
from assistant.errors import BadInput
from assistant.settings import Settings
from ui.cli_common import IndexOption, JsonOption, note, open_index, settings_to_ask, show_json, width
from ui.conversation import readable

if TYPE_CHECKING:
    from assistant.planning.planner import Planner

PlanId = Annotated[str | None, typer.Argument(metavar="ID", help="Of a plan, as list shows it.")]


def new(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What the plan is called.")] = "",
    language: Annotated[str, typer.Option("--language", help="en, fr, de, es or it.")] = "en",
) -> None:
    """Begin a plan and print its id."""
    if language not in LANGUAGES:
        raise BadInput(f"{language!r} is not a language of plans: use one of {', '.join(LANGUAGES)}.")
    from assistant.planning.privacy import names_a_patient

    if names_a_patient(title):
        raise BadInput("The title seems to name a patient: give one that names the work, such as “Earlier referral”.")
    typer.echo(_planner().new(readable(title), language).plan.id)


def list_plans(as_json: JsonOption = False) -> None:
    """List the plans on this machine, the one changed last first."""
    plans = _planner().plans()
    if as_json:
        show_json([{"id": p.id, "title": p.title, "version": p.version, "changed": p.changed} for p in plans])
        return
    from ui.plan_text import render_plans

    typer.echo(render_plans(plans) or 'No plans yet. Begin one: v2a plan new "TITLE", then v2a plan chat')


def show(plan_id: PlanId = None, as_json: JsonOption = False, index: IndexOption = None) -> None:
    """Show a plan; without ID the one changed last."""
    planner = _planner()
    found = planner.open(plan_id or _latest(planner)).plan
    if as_json:
        from assistant.planning.plan_json import plan_to_json

        show_json(plan_to_json(found))
        return
    from ui.plan_text import render_plan

    typer.echo(render_plan(found, open_index(index).registry, width()))


def chat(plan_id: PlanId = None, index: IndexOption = None) -> None:
    """Write a plan in a conversation through the four steps; without ID a new one. Stop at any time: all is saved."""
    from ui.guiding import Guiding
    from ui.plan_text import render_reply

    settings = settings_to_ask(index)
    guiding = Guiding(settings)
    planner = _planner(settings)
    plan_id = plan_id or planner.new().plan.id
    guide = guiding.guide(planner)
    reply = guide.start(plan_id)
    note(f"Plan {plan_id}. “help” lists what you can say.")
    typer.echo(render_reply(reply, guiding.index.registry, width()))
    while not reply.ended and (line := _read_line()) is not None:
        reply = guide.hear(plan_id, readable(line), reply.talk)
        typer.echo("\n" + render_reply(reply, guiding.index.registry, width()))


def _planner(settings: Settings | None = None) -> Planner:
    from assistant.wiring import open_planner

    return open_planner(settings or Settings.from_env())


def _latest(planner: Planner) -> str:
    plans = planner.plans()
    if not plans:
        raise BadInput('There is no plan yet. Begin one: v2a plan new "TITLE"')
    return plans[0].id


def _read_line() -> str | None:
    """The next line of the user; None at the end of the input."""
    typer.echo("\n> ", nl=False)
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None
