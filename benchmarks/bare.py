"""Q: a bare Flask page with one indexed query and one template, on the server and the database of the product."""

from __future__ import annotations

import sqlite3
import sys
import threading

from flask import Flask, render_template
from flask_sqlalchemy import SQLAlchemy
from jinja2 import DictLoader
from sqlalchemy import select
from waitress import serve

from learning.people.models import Person

PAGE = """<!doctype html><html lang="en"><head><title>{{ first }} – Q</title></head>
<body><h1>{{ first }} {{ last }}</h1><p>{{ number }}</p></body></html>"""
ASKED = "SELECT first_name, last_name, staff_number FROM person WHERE id = ?"


def bare_app(database: str) -> Flask:
    """`/q/<id>` asks through Flask-SQLAlchemy as the product does, `/driver/<id>` the driver itself."""
    app = Flask("benchmarks.bare")
    app.jinja_loader = DictLoader({"page.html": PAGE})
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{database}"
    own = SQLAlchemy(app)  # plain: none of what our own sessions are set to
    kept = threading.local()

    @app.get("/q/<int:person_id>")
    def page(person_id: int) -> str:
        person = own.session.scalars(select(Person).where(Person.id == person_id)).one()
        return render_template("page.html", first=person.first_name, last=person.last_name, number=person.staff_number)

    @app.get("/driver/<int:person_id>")
    def driver(person_id: int) -> str:
        if not hasattr(kept, "line"):
            kept.line = sqlite3.connect(database)
        first, last, number = kept.line.execute(ASKED, (person_id,)).fetchone()
        return render_template("page.html", first=first, last=last, number=number)

    return app


if __name__ == "__main__":
    serve(bare_app(sys.argv[1]), host="127.0.0.1", port=int(sys.argv[2]), threads=8, ident=None, _quiet=True)
