# `just` alone runs what CI runs.
default: check tsc test

check:
    ruff format --check .
    ruff check .
    mypy
    lint-imports
    uncramp lint

# The types of the phone app's scripts; needs npm.
tsc:
    npm ci --silent
    npx tsc

# Whose level or plan changes since the newest release; `just diff --allow-lower` when a lower level is meant.
diff *args:
    uncramp diff --release {{args}}

test *args:
    python -m pytest -n auto {{args}}

# A hundred thousand random people through every rule.
people count="100000":
    UNCRAMP_PEOPLE={{count}} python -m pytest tests/knowledge/test_random_people.py

# Every interpreter on as many random people as there is time for: `just agree --people 1e8 --state run.json`.
agree *args:
    PYTHONPATH=tests python -m agreement.long_run {{args}}

# The pages of docs/reference and docs/safety that come from the knowledge and the safety claims.
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
