"""The nouns: frozen records that flow from documents to outputs. No record touches the world.

Words are those of docs/architecture.md. Every date is an aware `datetime`; a day is a `date`. Every `url` is
relative to the site's root, decoded, with a leading slash ("/companies/小米/"); templates add the
base path and percent-encode. Records are encoded as they stand for caches and fingerprints.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from site_builder.documents import (
    FrontMatter,
    Record,
    Rights,
    Taxonomy,
    TermFacts,
)


class Image(Record, frozen=True, kw_only=True):
    """An image of the text or the head; width and height in CSS pixels, 0 where unknown."""

    src: str
    alt: str = ""
    width: int = 0
    height: int = 0
    caption: str = ""


class Heading(Record, frozen=True, kw_only=True):
    """A heading of the text; `level` is 2 to 6, below the page's own `<h1>`."""

    level: int
    id: str
    """The anchor: "h-1", in order of appearance."""
    text: str


class Body(Record, frozen=True, kw_only=True):
    """Rendered text of a document. The HTML and the plain text lie in the body store under `key`."""

    key: str
    """Hash of the HTML: equal keys are equal HTML."""
    characters: int = 0
    """Length of the plain text without white space."""
    minutes: int = 1
    """Reading time, at 400 Chinese characters and 220 Latin words a minute, at least 1."""
    headings: tuple[Heading, ...] = ()
    images: tuple[Image, ...] = ()


class ParsedArticle(Record, frozen=True, kw_only=True):
    """An article as its own file tells it, before the rest of the archive is known. Cached."""

    path: str
    front_matter: FrontMatter
    slug: str
    date: datetime
    """The article's date in the site's time zone."""
    language: str
    summary: str
    body: Body
    note_html: str = ""
    """The curator's note, rendered and sanitised; short, so it travels with the record."""
    code: tuple[tuple[int, int], ...] = ()
    """Where in the plain text code stands: (start, end), in order."""
    lines: Mapping[str, int] = {}


class ParsedPage(Record, frozen=True, kw_only=True):
    """A standalone page (`content/pages/about.md`), or a digest's own text (`content/digests/weekly-12.md`)."""

    path: str
    front_matter: FrontMatter
    slug: str
    language: str
    body: Body


class ParsedTerm(Record, frozen=True, kw_only=True):
    """A term file."""

    path: str
    taxonomy: Taxonomy
    slug: str
    facts: TermFacts
    body: Body
    lines: Mapping[str, int] = {}


class TermRef(Record, frozen=True, kw_only=True):
    """What a card needs of a term."""

    slug: str
    name: str
    url: str


Place = Literal["title", "lead", "body"]


class Surface(Record, frozen=True, kw_only=True):
    """One spelling under which a company stands in an article."""

    form: str
    """As the text spells it."""
    place: Place
    """Where it stands first; the lead is the first 200 characters of the text."""
    rule: str
    """What admitted it there: "name", "ticker", "brand", "context", "cue", "list" or "confirmed"."""
    count: int
    """How often it stands there, title included."""
    nths: tuple[int, ...] = ()
    """Which of the occurrences of `form` in the plain text count, from 0; the first eight. () if it is in the title."""


class Mention(Record, frozen=True, kw_only=True):
    """A company found in, or assigned to, one article."""

    slug: str
    about: bool = False
    """True if the article is about the company."""
    reason: str = ""
    """Why it stands there: "curator", "markup", "tag", "title", "dominant", or the rule of its first surface."""
    surfaces: tuple[Surface, ...] = ()
    """Spellings found in title and text, in order of first appearance, each once."""
    named: tuple[str, ...] = ()
    """Names that stand outside title and text: in a tag, or under a link."""

    @property
    def forms(self) -> tuple[str, ...]:
        """Every spelling, each once."""
        return tuple(dict.fromkeys((*(surface.form for surface in self.surfaces), *self.named)))


class NameLink(Record, frozen=True, kw_only=True):
    """A page that the first mention of a name in a text leads to."""

    url: str
    forms: tuple[tuple[str, tuple[int, ...]], ...]
    """(spelling, which of its occurrences count)."""


class Card(Record, frozen=True, kw_only=True):
    """An article as lists and feeds show it."""

    id: str
    url: str
    title: str
    date: datetime
    updated: datetime | None = None
    summary: str = ""
    language: str = ""
    outlet: TermRef | None = None
    companies: tuple[TermRef, ...] = ()
    """Those the article is about first, then in order of appearance."""
    tags: tuple[TermRef, ...] = ()
    categories: tuple[TermRef, ...] = ()
    authors: tuple[TermRef, ...] = ()
    image: Image | None = None
    source_url: str = ""
    """The original without tracking parameters."""
    note_html: str = ""
    pick: bool = False
    draft: bool = False
    rights: Rights = "full"
    """"excerpt": the text itself is not published, only the summary."""


class Article(Record, frozen=True, kw_only=True):
    """One piece of news on the site."""

    card: Card
    parsed: ParsedArticle
    mentions: tuple[Mention, ...] = ()


class Term(Record, frozen=True, kw_only=True):
    """A value of a taxonomy, with the file that describes it where there is one."""

    taxonomy: Taxonomy
    slug: str
    name: str
    url: str
    sort_key: str
    """Initial, then pinyin: compares without any locale."""
    initial: str
    """"A"–"Z" or "#": the index letter."""
    facts: TermFacts
    body: Body | None = None
    path: str = ""
    """The term file; "" where articles alone name the term."""
    lines: Mapping[str, int] = {}
    """Front-matter key -> its line in the term file."""

    @property
    def ref(self) -> TermRef:
        """The part that cards carry."""
        return TermRef(slug=self.slug, name=self.name, url=self.url)


class DigestItem(Record, frozen=True, kw_only=True):
    """An article in its place in a digest."""

    position: int
    """1-based, as in the digest's source; 0 where nothing tells it."""
    card: Card


class Digest(Record, frozen=True, kw_only=True):
    """A digest with the articles that stood in it."""

    url: str
    parsed: ParsedPage
    items: tuple[DigestItem, ...]
    """By position, without articles that are not published."""
    outlet: TermRef | None = None
    """Its `url` is "" where the outlet has no page."""
    rights: Rights = "full"
    """"excerpt": its own text is not published, only the summary."""


class Story(Record, frozen=True, kw_only=True):
    """Reports of one event: two at least that are not the same article."""

    id: str
    """The curator's name as a slug, else made of the id of the earliest report's document."""
    url: str
    title: str
    """The lead's."""
    lead: str
    """URL of the report that stands for all: the curator's choice, else with full text, earliest, longest."""
    reports: tuple[str, ...]
    """URLs of all, the lead among them, by time."""
    outlets: tuple[TermRef, ...]
    """Each once, in the order in which they reported."""
    first: datetime
    """Date of the earliest report."""
    last: datetime
    former_ids: tuple[str, ...] = ()
    """Ids that the story would have had without its earliest reports: they lead here."""


class Site(Record, frozen=True, kw_only=True):
    """The whole archive, assembled. Page kinds read it; templates never see it."""

    articles: tuple[Article, ...]
    """Newest first; the same instant is ordered by URL."""
    terms: Mapping[Taxonomy, tuple[Term, ...]]
    """Every term with a file or an article, by sort key."""
    by_term: Mapping[tuple[Taxonomy, str], tuple[Article, ...]]
    """(taxonomy, slug) -> the articles that its page and feed show, newest first: for a company, with roll-up, also
    those of the companies below it."""
    by_day: Mapping[date, tuple[Article, ...]]
    """Day in the site's zone -> its articles, newest first; days newest first."""
    parents: Mapping[tuple[Taxonomy, str], TermRef] = {}
    """(taxonomy, slug) -> the term it belongs to. Never a circle."""
    above: Mapping[str, tuple[TermRef, ...]] = {}
    """Company slug -> those above it that its articles count for, nearest first; empty without roll-up."""
    stories: tuple[Story, ...] = ()
    """By their first report, newest first."""
    story_of: Mapping[str, Story] = {}
    """Article URL -> its story, for the articles of one."""
    quotes: Mapping[str, tuple[str, ...]] = {}
    """Article URL -> URLs of older articles outside its story with which it shares a passage, most similar first."""
    pages: tuple[ParsedPage, ...] = ()
    undated: tuple[ParsedPage, ...] = ()
    """Articles that wait for a date, by path: listed, not published."""
    digests: tuple[Digest, ...] = ()
    """Newest first, then those without a date."""


# ---------------------------------------------------------------------------------- outputs

Stage = Literal["asset", "article", "list", "feed"]


class Output(Record, frozen=True, kw_only=True):
    """A file to be: everything that decides its bytes, as plain data."""

    path: str
    """Relative to the destination: "companies/xiaomi/index.html"."""
    url: str
    kind: str
    """The page kind or feed that planned it ("article", "term", "rss")."""
    view: Any
    """A frozen record: all the renderer may see besides the site info."""
    template: str = ""
    """Template name; "" where a writer of `feeds` makes the bytes."""
    stage: Stage = "list"
    """Publishing order: assets, articles, lists, feeds."""
    lastmod: datetime | None = None
    indexable: bool = True
    """False keeps it out of the sitemap and marks it noindex."""
    source: str = ""
    """The document to blame for problems; "" where there is no single one."""
    line: int = 1
    """The line of `source` that asks for this address."""


class StepSeconds(Record, frozen=True, kw_only=True):
    """Seconds spent in each step of a build."""

    load: float = 0.0
    plan: float = 0.0
    render: float = 0.0
    publish: float = 0.0
    search: float = 0.0
    total: float = 0.0
