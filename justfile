# `just` alone runs what CI runs.
default: check test

check:
    ruff format --check .
    ruff check .
    mypy
    lint-imports
    uncramp lint

test *args:
    python -m pytest -n auto {{args}}

# A hundred thousand random people through every rule.
people count="100000":
    UNCRAMP_PEOPLE={{count}} python -m pytest tests/knowledge/test_random_people.py

# The pages of docs/reference that come from the knowledge.
docs:
    python docs/reference/make.py

# The twenty hardest texts for people.
words:
    python -m pytest -s tests/knowledge/test_words.py -k hardest

bench:
    python benchmarks/run.py

lock:
    uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "just lock" -o requirements.lock
    uv pip compile pyproject.toml --extra test --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "just lock" -o requirements-dev.lock
