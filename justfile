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

# The interpreters on as many random people as there is time for: `just agree --people 1e6 --engines all --state run.json`.
agree *args:
    PYTHONPATH=tests python -m agreement.long_run {{args}}

# Every slip in the knowledge, and who notices it: `just mutants --only E20` for one rule; `just mutants --write --state FILE`
# renews docs/safety/mutation.md in about a quarter of an hour.
mutants *args:
    PYTHONPATH=tests python -m mutation.knowledge {{args}}

# Breaks the deciding code in a thousand ways, one at a time, and names what no test noticed: `pip install mutmut==3.8.1`,
# about 25 minutes; `just mutate-code 'uncramp.triage*'` for one module. Works on a copy, in `mutants/`.
mutate-code *names:
    mutmut run --max-children 1 {{names}}
    mutmut results

# Whatever comes in, through every reader: `just fuzz 30`, or `just fuzz 5 person --keep`; docs/safety/fuzzing.md.
fuzz minutes="30" *args:
    python -m pip install --quiet -r tests/fuzz/requirements.txt
    PYTHONPATH=tests python -m fuzz.run --minutes {{trim_start_match(minutes, "minutes=")}} {{args}}

# The pages of docs/reference and docs/safety that come from the knowledge and the safety claims.
docs:
    python docs/reference/make.py

# The twenty hardest texts for people.
words:
    python -m pytest -s tests/knowledge/test_words.py -k hardest

# Our rules in our engines and in other people's, the cohort and the start of every command: docs/benchmarks.md.
bench *args:
    test -d benchmarks/engines/.venv-peers || python benchmarks/engines/install.py
    python benchmarks/engines/run.py --write {{args}}

lock:
    uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "just lock" -o requirements.lock
    uv pip compile pyproject.toml --extra test --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "just lock" -o requirements-dev.lock
