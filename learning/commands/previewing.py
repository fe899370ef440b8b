"""`steady content preview`: one module file in the browser, as a learner sees it."""

from __future__ import annotations

from pathlib import Path

import click
from waitress import create_server

from learning.app import create_preview
from learning.commands.checking import home_of, prompts_beside
from learning.commands.content import content
from learning.ground.errors import Refused
from learning.modules.shelf import Manuscript

_HOST = "127.0.0.1"  # what is being written is for nobody else yet


@content.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--port", default=8010, show_default=True, type=click.IntRange(1, 65535))
@click.option("--open/--no-open", "opens", default=True, help="Open it in the browser.")
def preview(file: Path, port: int, opens: bool) -> None:
    """Show FILE as a learner will see it, with what the checker says above it. Needs no database and keeps nothing."""
    home = home_of(file)
    app = create_preview(Manuscript(file.resolve(), home, prompts_beside(home)))
    address = f"http://{_HOST}:{port}/"
    try:
        server = create_server(app, host=_HOST, port=port, threads=4, ident=None, clear_untrusted_proxy_headers=True)
    except OSError as error:
        raise Refused(f"Port {port} cannot be used ({error.strerror}). Choose another one with --port.") from None
    click.echo(f"{file.name} is at {address} (stop with Ctrl+C)")
    if opens:
        click.launch(address)
    server.run()
