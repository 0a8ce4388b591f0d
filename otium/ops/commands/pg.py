"""Start or stop the embedded PostgreSQL by itself, or open psql in it."""

import argparse
import os

from otium.ops import places, postgres
from otium.ops.postgres import binaries
from otium.ops.postgres.cluster import OWNER

DATABASE = False


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("pg", help=__doc__, description=__doc__)
    parser.add_argument("act", choices=["start", "stop", "psql"])
    parser.add_argument("--test", action="store_true", help="the cluster that the tests use")
    parser.add_argument("--owner", action="store_true", help="psql as the role that owns the tables")


def run(args: argparse.Namespace) -> int:
    cluster = postgres.test() if args.test else postgres.main()
    if args.act == "stop":
        print("PostgreSQL stopped." if postgres.stop(cluster) else "PostgreSQL does not run.")
        return 0
    started = postgres.ensure(cluster)
    if args.act == "start":
        print("PostgreSQL started." if started else "PostgreSQL runs already.")
        return 0
    psql = binaries.folder(cluster.account) / "psql"
    url = cluster.url(OWNER) if args.owner else cluster.url()
    os.chdir(places.ROOT)
    os.execv(psql, [str(psql), url])  # noqa: S606  # nosec B606
