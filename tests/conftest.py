"""What every test may ask for. Each kind of fixture has a file of its own in tests/fixtures."""

pytest_plugins = [
    "tests.fixtures.spread",
    "tests.fixtures.requirements",
    "tests.fixtures.network",
    "tests.fixtures.postgres",
    "tests.fixtures.smtp",
    "tests.fixtures.browser",
    "tests.fixtures.app",
    "tests.fixtures.live",
]
