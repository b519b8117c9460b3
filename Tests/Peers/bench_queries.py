"""Times queries against DuckDB on the same rows, and checks that both give the same answers.

    kiem --ledger ledger rebuild
    kiem --ledger ledger export --format csv rows/
    python3 Tests/Peers/bench_queries.py --bin .build/release --ledger ledger --rows rows

DuckDB loads the neutral export into a file of its own, closed rows included, with two threads, types
as the manifest names them, and enumerations for everything that a query names and Kiem stores as codes
(units and persons share a type each, so that joins compare numbers). Kiem reads its stored rows. Each query runs in turn on both: one warm-up and
five timed runs, each in one process. Prints the medians, their ratio (above 1: Kiem is faster), the
geometric mean, and the memory of both processes; ends with status 1 when an answer differs.
"""

import argparse
import json
import math
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

SOURCES = ["events", "views", "deliveries", "people", "units", "studies", "attempts", "answers"]
NOW = "until IS NULL"

# Name, query, SQL. Both see what stands now; {head} is the last position, {half} the one in the
# middle, {unit} an upper unit.
SUITE = [
    ("count", "views | summarize n = count()", f"SELECT count(*) FROM views WHERE {NOW}"),
    ("count by type", "events | summarize n = count() by type",
     f"SELECT type, count(*) FROM events WHERE {NOW} GROUP BY type"),
    ("filtered count", "views | where channel == .zalo and role == .member | summarize n = count()",
     f"SELECT count(*) FROM views WHERE {NOW} AND channel = 'zalo' AND role = 'member'"),
    ("filtered sum", "answers | where counted and correct? | summarize n = count() by topic",
     f"SELECT topic, count(*) FROM answers WHERE {NOW} AND counted AND correct GROUP BY topic"),
    ("sum by unit", "deliveries | where received_at is not none | summarize n = sum(received) by unit",
     f"SELECT unit, sum(received) FROM deliveries WHERE {NOW} AND received_at IS NOT NULL "
     "GROUP BY unit"),
    ("group by unit", "views | summarize n = count() by unit",
     f"SELECT unit, count(*) FROM views WHERE {NOW} GROUP BY unit"),
    ("group by upper unit", "views | summarize n = count() by upper = ancestor(unit, .upper)",
     f"SELECT upper, count(*) FROM views LEFT JOIN uppers USING (unit) WHERE {NOW} GROUP BY upper"),
    ("distinct by channel", "views | summarize people = distinct(person) by channel",
     f"SELECT channel, count(DISTINCT person) FROM views WHERE {NOW} GROUP BY channel"),
    ("distinct by unit", "views | summarize people = distinct(person) by unit",
     f"SELECT unit, count(DISTINCT person) FROM views WHERE {NOW} GROUP BY unit"),
    ("anti-join", "people | without (attempts) on person | summarize n = count() by role",
     f"SELECT role, count(*) FROM people WHERE {NOW} AND NOT EXISTS (SELECT 1 FROM attempts a "
     "WHERE a.person = people.person AND a.until IS NULL AND a.stands) GROUP BY role"),
    ("semi-join", "people | with (attempts | where score? >= 0.8) on person | summarize n = count()",
     f"SELECT count(*) FROM people WHERE {NOW} AND EXISTS (SELECT 1 FROM attempts a WHERE "
     "a.person = people.person AND a.until IS NULL AND a.stands AND a.score >= 0.8)"),
    ("in-order funnel",
     "people | funnel { opened = views, studied = studies, sat = attempts } in order "
     "| select step, reached",
     f"""WITH p AS (SELECT person FROM people WHERE {NOW}),
       one AS (SELECT person, min(moment) AS t FROM views JOIN p USING (person)
               WHERE {NOW} GROUP BY person),
       two AS (SELECT s.person, min(s.moment) AS t FROM studies s JOIN one
               ON s.person = one.person AND s.moment > one.t WHERE {NOW} GROUP BY s.person),
       three AS (SELECT a.person, min(a.moment) AS t FROM attempts a JOIN two
               ON a.person = two.person AND a.moment > two.t
               WHERE {NOW} AND a.stands GROUP BY a.person)
     SELECT 'opened', count(*) FROM one UNION ALL SELECT 'studied', count(*) FROM two
     UNION ALL SELECT 'sat', count(*) FROM three"""),
    ("as of the middle", "views as of #{half} | summarize n = count() by channel",
     'SELECT channel, count(*) FROM views WHERE "from" <= {half} '
     "AND (until IS NULL OR until > {half}) GROUP BY channel"),
    ("distinct as of the middle", "views as of #{half} | summarize n = distinct(person) by channel",
     'SELECT channel, count(DISTINCT person) FROM views WHERE "from" <= {half} '
     "AND (until IS NULL OR until > {half}) GROUP BY channel"),
    ("one unit's history", 'events | where unit == "{unit}" | select seq, type',
     "SELECT seq, type FROM events WHERE unit = '{unit}' ORDER BY seq"),
    ("percentiles", "attempts | where score is not none "
     "| summarize m = median(score), p90 = p90(score) by role",
     f"SELECT role, quantile_disc(score, 0.5), quantile_disc(score, 0.9) FROM attempts "
     f"WHERE {NOW} AND stands AND score IS NOT NULL GROUP BY role"),
    ("top units", "views | summarize n = count() by unit | top 10 by n | select n",
     f"SELECT n FROM (SELECT unit, count(*) AS n FROM views WHERE {NOW} GROUP BY unit) "
     "ORDER BY n DESC LIMIT 10"),
]

# How the manifest says that a column is written, where it is no text.
TYPES = {"integer": "BIGINT", "boolean": "BOOLEAN", "decimal": "DOUBLE", "seconds": "DOUBLE",
         "instant": "TIMESTAMPTZ", "date": "DATE"}
NAMED = set(re.findall(r"\w+", " ".join(sql for _, _, sql in SUITE)))
SHARED = {"unit": "unit", "from_unit": "unit", "parent": "unit", "person": "person"}


class Peer:
    """The export in a DuckDB file of its own."""

    def __init__(self, rows, path):
        if not path.exists():
            # Under another name until it is whole, so that none that was cut off is taken for one.
            unfinished = path.with_name(path.name + ".unfinished")
            unfinished.unlink(missing_ok=True)
            self.load(rows, unfinished)
            unfinished.rename(path)
        # Opened anew, so that what loading left in memory is not part of the figures.
        self.connection = duckdb.connect(str(path), config={"threads": 2})

    def load(self, rows, path):
        self.connection = duckdb.connect(str(path), config={"threads": 2})
        run = self.connection.execute
        manifest = json.loads((rows / "manifest.json").read_text())
        self.ratios = {
            (source["name"], column["name"]) for source in manifest["sources"]
            for column in source["columns"] if column["type"].startswith("ratio")}
        texts = {}
        for source in manifest["sources"]:
            name = source["name"]
            if name not in SOURCES:
                continue
            columns = {
                column["name"]: TYPES.get(column["written_as"], "VARCHAR")
                for column in source["columns"]}
            # Nothing is guessed, so that two threads read and no value decides about a type.
            types = ", ".join(f"'{column}': '{kind}'" for column, kind in columns.items())
            run(f"CREATE TABLE raw_{name} AS SELECT * FROM read_csv($file, header = true, "
                "auto_detect = false, delim = ',', quote = '\"', escape = '\"', new_line = '\\n', "
                f"columns = {{{types}}})", {"file": str(rows / f"{name}.csv")})
            texts[name] = columns
        for shared in sorted(set(SHARED.values())):
            parts = [
                f'SELECT "{column}" AS value FROM raw_{name}'
                for name, columns in texts.items() for column in columns
                if SHARED.get(column) == shared]
            run(f"CREATE TYPE {shared}_code AS ENUM (SELECT DISTINCT value FROM "
                f"({' UNION '.join(parts)}) WHERE value IS NOT NULL ORDER BY value)")
        for name, columns in texts.items():
            self.make(name, columns)
        self.make_uppers()
        run("CHECKPOINT")
        self.connection.close()

    def make(self, name, columns):
        run = self.connection.execute
        parts = []
        for column, kind in columns.items():
            target = kind
            if (name, column) in self.ratios:
                over, under = (f"split_part(\"{column}\", '/', {n})::DOUBLE" for n in (1, 2))
                parts.append(f'{over} / {under} AS "{column}"')
                continue
            if column in SHARED:
                target = f"{SHARED[column]}_code"
            elif kind == "VARCHAR" and column in NAMED:
                total, distinct = run(
                    f'SELECT count("{column}"), count(DISTINCT "{column}") FROM raw_{name}'
                ).fetchone()
                if 0 < distinct <= max(1, total // 2):
                    target = f'"{name}_{column}"'
                    run(f'CREATE TYPE {target} AS ENUM (SELECT DISTINCT "{column}" FROM '
                        f'raw_{name} WHERE "{column}" IS NOT NULL ORDER BY ALL)')
            parts.append(f'"{column}"::{target} AS "{column}"')
        if {"at", "seq"} <= set(columns):
            # (at, seq) as one number, so that order in time is one comparison.
            parts.append('(epoch_us("at")::HUGEINT * 4294967296 + seq) AS moment')
        run(f'CREATE TABLE {name} AS SELECT {", ".join(parts)} FROM raw_{name} ORDER BY "from"')
        run(f"DROP TABLE raw_{name}")

    def make_uppers(self):
        """The upper unit above every unit, from the parents that stand now."""
        rows = self.connection.execute(
            f"SELECT unit::VARCHAR, parent::VARCHAR, level::VARCHAR FROM units WHERE {NOW}"
        ).fetchall()
        parents = {unit: (parent, level) for unit, parent, level in rows}
        uppers = []
        for unit in parents:
            above = unit
            while above is not None and parents.get(above, (None, None))[1] != "upper":
                above = parents.get(above, (None, None))[0]
            uppers.append((unit, above))
        self.connection.execute("CREATE TABLE uppers (unit unit_code, upper unit_code)")
        self.connection.executemany("INSERT INTO uppers VALUES (?, ?)", uppers)

    def time(self, sql, runs):
        self.connection.execute(sql).fetchall()
        seconds = []
        for _ in range(runs):
            watch = time.perf_counter()
            answer = self.connection.execute(sql).fetchall()
            seconds.append(time.perf_counter() - watch)
        return statistics.median(seconds) * 1000, answer

    def memory(self):
        """What DuckDB itself says it holds, in MiB."""
        bytes_held = self.connection.execute(
            "SELECT sum(memory_usage_bytes) FROM duckdb_memory()").fetchone()[0]
        return bytes_held / 2**20


class Ours:
    def __init__(self, folder, ledger, scratch):
        self.kiem, self.bench = folder / "kiem", folder / "kiem-bench"
        self.ledger, self.scratch = ledger, scratch

    def head(self):
        rows = self.rows("events | summarize n = max(seq)")
        return int(rows[0][0])

    def rows(self, query):
        done = subprocess.run(
            [self.kiem, "--ledger", self.ledger, "query", query, "--format", "ndjson"],
            check=True, capture_output=True, text=True)
        return [list(json.loads(line).values()) for line in done.stdout.splitlines()]

    def time(self, name, query, runs):
        (self.scratch / "query.txt").write_text(f"-- name: {name}\n{query}\n")
        subprocess.run(
            [self.bench, "queries", "--ledger", self.ledger, "--file", self.scratch / "query.txt",
             "--runs", str(runs), "--json", self.scratch / "query.json"],
            check=True, capture_output=True)
        return json.loads((self.scratch / "query.json").read_text())["queries"][0]


def normal(value):
    """One form for what both write: text of numbers, nothing for none."""
    if value is None or value == "":
        return ""
    if isinstance(value, dict):
        return normal(value["id"] if "id" in value else value["num"] / value["den"])
    if isinstance(value, str) and "/" in value and value.replace("/", "").isdigit():
        over, under = value.split("/")
        value = int(over) / int(under)
    if isinstance(value, (int, float)) or type(value).__name__ == "Decimal":
        return f"{float(value):.9g}"
    try:
        return f"{float(value):.9g}"
    except ValueError:
        return str(value)


def compare(name, ours, theirs):
    left = sorted([normal(value) for value in row] for row in ours)
    right = sorted([normal(value) for value in row] for row in theirs)
    if left == right:
        return True
    print(f"{name}: the answers differ", file=sys.stderr)
    only = [row for row in left if row not in right][:3]
    other = [row for row in right if row not in left][:3]
    print(f"  Kiem only: {only}\n  DuckDB only: {other}", file=sys.stderr)
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", type=Path, required=True, help="folder of kiem and kiem-bench")
    parser.add_argument("--ledger", type=Path, required=True)
    parser.add_argument("--rows", type=Path, required=True, help="its export as CSV")
    parser.add_argument("--peer", type=Path, help="DuckDB file to load into, or loaded before")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kiem-peer-") as scratch:
        scratch = Path(scratch)
        peer = Peer(arguments.rows, arguments.peer or scratch / "peer.duckdb")
        ours = Ours(arguments.bin, arguments.ledger, scratch)
        unit = peer.connection.execute(
            f"SELECT unit::VARCHAR FROM units WHERE level = 'upper' AND {NOW} ORDER BY unit LIMIT 1"
        ).fetchone()[0]
        head = ours.head()
        settings = {"head": head, "half": head // 2, "unit": unit}
        figures, agree = [], True
        for name, query, sql in SUITE:
            query = query.replace("{half}", str(settings["half"])).replace("{unit}", unit)
            sql = sql.replace("{half}", str(settings["half"])).replace("{unit}", unit)
            theirs, answer = peer.time(sql, arguments.runs)
            figure = ours.time(name, query, arguments.runs)
            agree &= compare(name, ours.rows(query), answer)
            figures.append({
                "name": name, "kiem_ms": figure["median_ms"], "duckdb_ms": round(theirs, 3),
                "ratio": round(theirs / max(figure["median_ms"], 0.001), 3),
                "kiem_mib": figure["memory_mib"], "duckdb_mib": round(peer.memory(), 1)})
        report(figures, head, arguments.json)
    sys.exit(0 if agree else 1)


def report(figures, head, path):
    mean = math.exp(statistics.fmean(math.log(figure["ratio"]) for figure in figures))
    print(f"{head} events, DuckDB {duckdb.__version__}, two threads")
    print(f"{'query':28}{'Kiem ms':>10}{'DuckDB ms':>11}{'ratio':>8}{'MiB':>7}{'DuckDB':>8}")
    for figure in figures:
        print(f"{figure['name']:28}{figure['kiem_ms']:10.2f}{figure['duckdb_ms']:11.2f}"
              f"{figure['ratio']:8.2f}{figure['kiem_mib']:7.0f}{figure['duckdb_mib']:8.0f}")
    print(f"{'geometric mean':28}{'':21}{mean:8.2f}")
    if path:
        path.write_text(json.dumps(
            {"events": head, "queries": figures, "geometric_mean": round(mean, 3)}) + "\n")


main()
