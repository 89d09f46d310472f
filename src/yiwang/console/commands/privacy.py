"""`yiwang privacy`: the keys, and the search for persons in what is stored."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click
from rich.console import Console

from yiwang.audit.domain.grounds import Ground
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.infra.clock import now
from yiwang.infra.wording import worded
from yiwang.kernel.refusals import Refused
from yiwang.matters.operations import erase as erase_parts
from yiwang.privacy.keys import PURPOSES
from yiwang.privacy.masking import mask_document, mask_name
from yiwang.privacy.operations import LASTING, listed
from yiwang.privacy.operations import rotate as rotate_key
from yiwang.privacy.scan import Hit, Needles
from yiwang.privacy.scan import scan as search


@click.group()
def command() -> None:
    """What is sealed: its keys, and the proof that nothing lies about in clear."""


@command.command()
def keys() -> None:
    """List the data keys. The keys themselves are never shown."""
    for key, purpose, algorithm, active, file in listed():
        click.echo(f"{key}  {purpose:6} {algorithm:12} {'seals' if active else 'opens':6} key file {file}")


@command.command()
@click.argument("purpose", type=click.Choice(sorted(set(PURPOSES) - LASTING)))
def rotate(purpose: str) -> None:
    """Seal new things with a fresh data key; what was sealed before stays readable."""
    click.echo(f"new key {rotate_key(purpose).id.hex()} for {purpose}")


@command.command()
@click.argument("number")
@click.option("--part", "parts", multiple=True, help="text.<entry>.<name>, party.<no> or file.<id>; may be given several times.")
@click.option("--all", "everything", is_flag=True, help="Everything there is of persons in the matter.")
@click.option("--ground", required=True, type=click.Choice([str(each) for each in Ground]), help="Why it may be erased.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(number: str, parts: tuple[str, ...], everything: bool, ground: str, yes: bool) -> None:
    """Erase parts of a matter that has ended, for ever. That they were erased, and why, is written into the access log.

    `yiwang ledger verify` stays clean.
    """
    if bool(parts) == everything:
        raise click.UsageError("name parts, or --all")
    if not yes:
        click.confirm(f"Erase {'everything' if everything else ', '.join(parts)} of {number} for ever?", abort=True)
    try:
        gone = erase_parts(number=number, parts=parts, ground=Ground.of(ground), actor=Actor(role=Role.SYSTEM), at=now())
    except Refused as refusal:
        raise click.ClickException(f"{refusal.code}: {worded(refusal, 'en')}") from refusal
    for part in gone:
        click.echo(f"erased {part}")
    click.echo(f"{len(gone)} erased" if gone else "it was gone already")


@command.command()
@click.option(
    "--names",
    "file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Names, phones, documents: a line each, or separated by tabs.",
)
@click.option("--also", multiple=True, type=click.Path(exists=True, path_type=Path), help="Search these files and folders too.")
def scan(file: Path, also: tuple[Path, ...]) -> None:
    """Search every table for names, phones and document numbers in clear. Ends with 1 when any is found.

    Where something is found is told; what it was, only masked.
    """
    needles = Needles(value for line in file.read_text(encoding="utf-8").splitlines() for value in line.split("\t"))
    console = Console(stderr=True)
    with console.status("searching") as status:
        hits = list(search(needles, also=also, progress=lambda place: status.update(f"searching {place}")))
    for place, count in Counter(hit.where for hit in hits).most_common():
        example = next(hit for hit in hits if hit.where == place)
        click.echo(f"{place}: {count} in clear, for instance {_masked(example)}")
    click.echo(f"{len(needles)} searched for, {len(hits)} found in clear" if hits else f"{len(needles)} searched for, none found in clear")
    raise SystemExit(1 if hits else 0)


def _masked(hit: Hit) -> str:
    return mask_document(hit.needle) if hit.needle[0].isdigit() else mask_name(hit.needle)
