"""How every command comes in: inside the application, and out with one sentence when something is wrong."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

import click
from sqlalchemy.exc import NoResultFound, OperationalError

from learning.app import create_app
from learning.ground.db import writing
from learning.ground.errors import Refused

F = TypeVar("F", bound=Callable[..., Any])


class OneSentence(click.Group):
    """A group whose commands end with one sentence and exit code 1 when they cannot do what was asked."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from None
        except NoResultFound:
            raise click.ClickException("There is nothing by that name. Check the spelling.") from None
        except OperationalError as error:
            raise click.ClickException(_about(error)) from None
        except UnicodeDecodeError:
            raise click.ClickException("This file is not text. Save it as CSV and try again.") from None


def _about(error: OperationalError) -> str:
    said = str(error.orig)
    if "no such table" in said or "does not exist" in said:
        return "The database is empty. Prepare it with: steady init"
    return f"The database cannot be used just now ({said.splitlines()[0]}). Nothing was changed."


def in_app(command: F) -> F:
    """Run the command inside the application, with its database, as one who writes."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        with create_app().app_context(), writing():
            return command(*args, **kwargs)

    return cast("F", run)


def looking(command: F) -> F:
    """The same for a command that only looks: nobody waits for it."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        with create_app().app_context():
            return command(*args, **kwargs)

    return cast("F", run)


@click.group(cls=OneSentence, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="steady", prog_name="steady")
def main() -> None:
    """Steady: one short unit a week, and what your organisation holds today."""
