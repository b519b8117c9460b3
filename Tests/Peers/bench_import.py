"""Times `kiem import` against DuckDB reading the same lines into a table with a primary key.

    kiem-bench play --events 100000 events.ndjson
    python3 Tests/Peers/bench_import.py --kiem .build/release/kiem events.ndjson

DuckDB runs with two threads, stores a file, casts every attribute of the envelope to a type of its
own, keeps `data` as JSON and holds (source, id) unique by a primary key; it neither validates
events nor hashes them. Both start from nothing in each round, in turn, and stop when everything is
durable. Prints the medians and their ratio; ends with status 1 when the two do not hold the same
number of events.
"""

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

COLUMNS = {
    "specversion": "VARCHAR", "id": "VARCHAR", "source": "VARCHAR", "type": "VARCHAR",
    "time": "TIMESTAMPTZ", "actor": "VARCHAR",
    "campaign": "VARCHAR", "orgunit": "VARCHAR",
    "obligation": "VARCHAR", "data": "JSON",
}


def import_duckdb(events, folder):
    database = folder / "peer.duckdb"
    connection = duckdb.connect(str(database), config={"threads": 2})
    names = ", ".join(COLUMNS)
    types = ", ".join(
        f"{name} {kind}{' NOT NULL' if name in ('source', 'id') else ''}"
        for name, kind in COLUMNS.items())
    watch = time.perf_counter()
    connection.execute(f"CREATE TABLE events ({types}, PRIMARY KEY (source, id))")
    connection.execute(
        f"INSERT INTO events SELECT {names} FROM read_json($file, format = 'newline_delimited', "
        "columns = $columns)", {"file": str(events), "columns": COLUMNS})
    connection.execute("CHECKPOINT")
    seconds = time.perf_counter() - watch
    count = connection.execute("SELECT count(*) FROM events").fetchone()[0]
    connection.close()
    return seconds, count


def import_kiem(kiem, events, folder):
    ledger = folder / "ledger"
    run = [kiem, "--ledger", str(ledger)]
    subprocess.run(run + ["new"], check=True, capture_output=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    watch = time.perf_counter()
    subprocess.run(run + ["import", str(events)], check=True, capture_output=True)
    seconds = time.perf_counter() - watch
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    answer = subprocess.run(
        run + ["query", 'events | where kind != .import_completed | summarize n = count()',
               "--format", "ndjson"], check=True, capture_output=True)
    return seconds, json.loads(answer.stdout)["n"], processor


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("events", type=Path)
    parser.add_argument("--kiem", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    ours, theirs, processors, counts = [], [], [], set()
    for _ in range(arguments.rounds):
        folder = Path(tempfile.mkdtemp(prefix="kiem-peer-"))
        try:
            seconds, count = import_duckdb(arguments.events, folder)
            theirs.append(seconds)
            counts.add(count)
            seconds, count, processor = import_kiem(arguments.kiem, arguments.events, folder)
            ours.append(seconds)
            processors.append(processor)
            counts.add(count)
        finally:
            shutil.rmtree(folder)
    if len(counts) != 1:
        sys.exit(f"the two do not hold the same number of events: {sorted(counts)}")
    count = counts.pop()
    figures = {
        "events": count, "rounds": arguments.rounds, "duckdb": duckdb.__version__,
        "kiem_events_per_second": round(count / statistics.median(ours)),
        "duckdb_events_per_second": round(count / statistics.median(theirs)),
        "kiem_processor_ns_per_event": round(statistics.median(processors) / count * 1e9),
        "ratio": round(statistics.median(theirs) / statistics.median(ours), 3),
    }
    print(json.dumps(figures, indent=2))
    if arguments.json:
        arguments.json.write_text(json.dumps(figures) + "\n")


main()
