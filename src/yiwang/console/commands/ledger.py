"""`yiwang ledger`: seal the days, verify everything, prove one matter, dump for others to check."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from yiwang.infra.checkup import Verdict
from yiwang.infra.clock import now
from yiwang.kernel.refusals import Refused
from yiwang.matters.ledger import seals
from yiwang.matters.ledger.beside import Projected
from yiwang.matters.ledger.findings import Report
from yiwang.matters.ledger.proof import dump as dump_lines
from yiwang.matters.ledger.proof import prove as prove_matter
from yiwang.matters.ledger.reading import count_entries
from yiwang.matters.ledger.verify import verify as verify_all
from yiwang.privacy.checkups import key_files


class Root(click.ParamType):
    """A daily root kept elsewhere: `2026-11-23:9f86d0…`."""

    name = "day:root"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[date, bytes]:
        """Read the day and the 64 hexadecimal digits."""
        if isinstance(value, tuple):
            return value
        try:
            day, _, root = str(value).strip().partition(":")
            kept = date.fromisoformat(day), bytes.fromhex(root)
        except ValueError:
            kept = None
        if kept is None or len(kept[1]) != 32:
            self.fail(f"{value!r} is not a day and a root such as 2026-11-23:9f86d0… (64 digits)", param, ctx)
        return kept


@click.group()
def command() -> None:
    """The ledger (流转记录): seal, verify, prove."""


@contextmanager
def _bar(label: str) -> Iterator[Callable[[int], None]]:
    """Show how many entries were read, on the error stream and only where somebody looks."""
    columns = (SpinnerColumn(), TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=count_entries())
        yield lambda done: progress.update(task, completed=done)


@command.command()
@click.option("--root", "roots", type=Root(), multiple=True, help="A root kept elsewhere; may be given several times.")
@click.option(
    "--roots", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="File of roots kept elsewhere, a line each."
)
@click.option("--files", is_flag=True, help="Read every attachment through as well.")
def verify(roots: tuple[tuple[date, bytes], ...], file: Path | None, files: bool) -> None:
    """Recompute everything from the entries and say what is wrong, and where.

    Without a root kept elsewhere this shows that the ledger agrees with itself; with one, that nothing up to that day was altered,
    dropped or dated back since the root was given. Ends with 1 when anything is wrong.
    """
    kept = dict(roots)
    if file:
        kept |= dict(
            Root().convert(line, None, None) for line in file.read_text().splitlines() if line.strip() and not line.startswith("#")
        )
    if (keys := key_files()).verdict is Verdict.PROBLEM:
        click.echo(f"The texts cannot be opened, so what is found about them says nothing yet: {keys.says} → {keys.remedy}", err=True)
    with _bar("entries") as progress:
        report = verify_all(kept=kept, beside=Projected(now()), files=files, progress=progress)
    _print(report, bool(kept))
    raise SystemExit(0 if report.clean else 1)


def _print(report: Report, asked: bool) -> None:
    for finding in report.findings:
        where = [str(part) for part in (finding.day, finding.county, finding.matter) if part]
        where += [f"entry {finding.seq}"] if finding.seq is not None else []
        click.echo(f"{finding.kind:18} {' '.join(where)}: {finding.what}")
    if report.counts.total() > len(report.findings):
        click.echo(f"… and {report.counts.total() - len(report.findings)} more")
    click.echo(
        f"{report.matters} matters, {report.entries} entries, {report.texts} texts ({report.erased} erased), {report.days} sealed days"
        + (f" to {report.last_day}" if report.last_day else "")
    )
    if report.files:
        click.echo(f"{report.files} attachments read through")
    for day in report.held:
        click.echo(f"the root of {day} is the one kept elsewhere")
    if report.clean:
        click.echo("clean" if asked else "clean, as far as can be said without a root kept elsewhere")
    else:
        click.echo("NOT clean: " + ", ".join(f"{count} {kind}" for kind, count in report.counts.most_common()))


@command.command()
@click.argument("number")
@click.option("--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="File to write; the screen if not given.")
def prove(number: str, out: Path | None) -> None:
    """Prove one matter: its entries (no texts) and how they lead to the daily roots.

    Anybody can check it with script/verify_ledger.py and a root they kept.
    """
    try:
        text = json.dumps(prove_matter(number), ensure_ascii=False, separators=(",", ":")) + "\n"
    except Refused as refusal:
        raise click.ClickException(f"there is no matter {number} ({refusal.code})") from refusal
    if out:
        out.write_text(text, encoding="utf-8")
        click.echo(f"{out}: {len(text):,} bytes")
    else:
        click.echo(text, nl=False)


@command.command()
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="From this day on.")
def roots(since: object) -> None:
    """Print the daily roots, a line each, to be kept elsewhere."""
    for seal in seals.stored(since.date() if since else date.min):  # type: ignore[attr-defined]
        click.echo(f"{seal.day}:{seal.root.hex()}")


@command.command()
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def dump(file: Path) -> None:
    """Write all entries and seals (no texts) as lines of JSON, for script/verify_ledger.py."""
    with _bar("entries") as progress, file.open("w", encoding="utf-8") as out:
        out.writelines(dump_lines(progress))
    click.echo(f"{file}: {file.stat().st_size:,} bytes")


@command.command()
def seal() -> None:
    """Seal all days that are over (the worker does it every night)."""
    done = seals.seal_days(now=now(), each=lambda new: click.echo(f"{new.day}:{new.root.hex()}  {new.count} matters"))
    click.echo(f"{len(done)} days sealed" if done else "nothing to seal")
