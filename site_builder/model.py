"""The nouns: frozen records that flow from documents to outputs. No record touches the world.

Words are those of docs/architecture.md. Every date is an aware `datetime`; a day is a `date`. Every `url` is
relative to the site's root, decoded, with a leading slash ("/companies/小米/"); templates add the
base path and percent-encode. Records are encoded as they stand for caches and fingerprints.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

import msgspec

Taxonomy = Literal["companies", "tags", "categories", "outlets", "authors"]
TAXONOMIES: tuple[Taxonomy, ...] = ("companies", "tags", "categories", "outlets", "authors")
Rights = Literal["", "full", "excerpt"]


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of every record here: frozen, keyword-only, encoded without the defaults."""


# ---------------------------------------------------------------------------------- documents


class ImportOrigin(Record, frozen=True, kw_only=True):
    """Where an imported document came from (front matter `import:`)."""

    file: str
    """The source file's name, of a bundle's index.md with its folder: stable wherever the file lies."""
    format: str
    """The importer that read it: "hexo", "plain-text", "digest"."""
    time: datetime
    """When it was imported; kept as long as the source stays the same."""
    sha256: str
    """Hash of the source file's bytes, hexadecimal."""
    position: int = 0
    """1-based place among the items of one source file; 0 where the file is one article."""


class Credit(Record, frozen=True, kw_only=True):
    """One credit line of the original: 文｜常薇倩 is role "文", names ("常薇倩",)."""

    role: str
    names: tuple[str, ...]


class MarkedCompany(Record, frozen=True, kw_only=True):
    """A company the publisher's own markup names in the text."""

    name: str
    id: str = ""
    """The publisher's identifier, prefixed with its site ("36kr:121888")."""


class CompanyChoice(Record, frozen=True, kw_only=True):
    """What the curator wrote under `companies:`."""

    only: tuple[str, ...] | None = None
    """Exactly these names, whatever the text says; None where no list was written."""
    add: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


class DigestRef(Record, frozen=True, kw_only=True):
    """A digest that an article stood in, as its front matter names it: by slug, or by what the source said."""

    slug: str = ""
    """Of the digest's document, or its title; written by curators."""
    title: str = ""
    date: str = ""
    """ISO day; "" where the digest has none of its own."""
    url: str = ""
    file: str = ""
    """The source file's name: the digest's document came from the same file."""
    position: int = 0
    """1-based place in the digest; 0 means that of `import`."""


class FrontMatter(Record, frozen=True, kw_only=True):
    """The typed front matter of an article or page. Names are as written; nothing is resolved yet."""

    title: str
    id: str = ""
    """UUID fixed at import; feeds build their entry identifiers from it."""
    date: datetime | None = None
    updated: datetime | None = None
    slug: str = ""
    """URL segment; "" means the file's name."""
    draft: bool = False
    summary: str = ""
    outlet: str = ""
    source_url: str = ""
    """http(s) address of the original, clean if an importer wrote it; the site cleans what curators write."""
    authors: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    companies: CompanyChoice = CompanyChoice()
    companies_marked: tuple[MarkedCompany, ...] = ()
    language: str = ""
    """BCP 47 tag ("zh-Hans", "en"); "" means detect."""
    image: str = ""
    aliases: tuple[str, ...] = ()
    """Old URLs of this document, root-relative; each becomes a redirect."""
    note: str = ""
    """The curator's own words, Markdown; shown apart from the article."""
    pick: bool = False
    story: str = ""
    """The curator's word on its story: a name or id joins all that say the same, "none" keeps out, "" leaves it to
    the text."""
    story_lead: bool = False
    """Chosen as its story's lead."""
    rights: Rights = ""
    truncated: bool = False
    """True where the source itself ends in the middle of the text."""
    expiry_date: datetime | None = None
    weight: int = 0
    raw_links: tuple[str, ...] = ()
    """Addresses as the source has them, of the original and in the text, whose tracking or redirector was taken off."""
    import_: ImportOrigin | None = None
    extra: Mapping[str, Any] = {}
    """Every other key, as YAML gave it."""
    digests: tuple[DigestRef, ...] = ()
    """Key `digest`: the digests that the article stood in."""


class TermFacts(Record, frozen=True, kw_only=True):
    """The typed front matter of a term file (`content/companies/xiaomi.md`)."""

    name: str
    aliases: tuple[str, ...] = ()
    tickers: tuple[str, ...] = ()
    """With exchange: "01810.HK", "BABA.US"."""
    english: str = ""
    parent: str = ""
    """Slug or name of the term this one belongs to."""
    website: str = ""
    logo: str = ""
    wikidata: str = ""
    description: str = ""
    rights: Rights = ""
    ambiguous: tuple[str, ...] = ()
    """Aliases that are also common words."""
    case_sensitive: tuple[str, ...] = ()
    """Latin names that count in this spelling only: Visa, not visa."""
    context: tuple[str, ...] = ()
    """Words that must stand near an ambiguous alias."""
    exclude: tuple[str, ...] = ()
    """Longer words that an alias must not be part of."""
    brands: tuple[str, ...] = ()
    """Names of what the company sells that count as naming it."""
    redirect_from: tuple[str, ...] = ()
    """Old addresses of the term's page, root-relative; they and their feeds lead here."""
    extra: Mapping[str, Any] = {}


class Document(Record, frozen=True, kw_only=True):
    """A file of `content/`: typed front matter and the Markdown below it."""

    path: str
    """Relative to the archive's root, with forward slashes: "content/articles/2021/07/x.md"."""
    front_matter: FrontMatter
    markdown: str
    line_offset: int = 0
    """Lines of the file above the first line of `markdown`."""
    lines: Mapping[str, int] = {}
    """Front-matter key -> its 1-based line in the file."""


# ---------------------------------------------------------------------------------- articles


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
