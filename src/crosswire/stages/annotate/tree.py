"""Questions to a `Parse` that every rule asks: children, subtrees, and the span of some tokens."""

from crosswire.model.annotation import Parse, SentenceTokens
from crosswire.model.span import Span, cut

CROWD = 100
"""Children from which they are looked up by dependency: many rules that ask one crowded head stay linear."""

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")


class Tree:
    """A parse with its children lists; cheap to make, asked by every rule of one document."""

    def __init__(self, parse: Parse, text: str) -> None:
        self.parse = parse
        self.text = text
        self.children: list[list[int]] = [[] for _ in parse.starts]
        for token, head in enumerate(parse.heads):
            if head != token:
                self.children[head].append(token)
        self._crowds: dict[int, dict[str, list[int]]] = {}
        self.sentence_of: list[int] = [-1] * len(parse.starts)
        for number, sentence in enumerate(parse.sentences):
            for token in range(sentence.first, sentence.last):
                self.sentence_of[token] = number

    def sentence(self, token: int) -> SentenceTokens:
        """Return the sentence that holds `token`."""
        return self.parse.sentences[self.sentence_of[token]]

    def child(self, token: int, *deps: str) -> int | None:
        """Return the first child of `token` with one of the dependencies, or None."""
        of = self.parse.deps
        if len(self.children[token]) > CROWD:
            by_dep = self._by_dep(token)
            return min((by_dep[dep][0] for dep in deps if dep in by_dep), default=None)
        for child in self.children[token]:
            if of[child] in deps:
                return child
        return None

    def subject(self, token: int) -> int | None:
        """Return the subject of a predicate: of two, as the parser sometimes gives, the nearer one before it."""
        found = self.kids(token, *SUBJECTS)
        before = [c for c in found if c < token]
        return before[-1] if before else found[0] if found else None

    def kids(self, token: int, *deps: str) -> list[int]:
        """Return the children of `token` with one of the dependencies, in order."""
        children = self.children[token]
        if not children:
            return []
        of = self.parse.deps
        if len(children) > CROWD:
            by_dep = self._by_dep(token)
            return sorted(c for dep in set(deps) for c in by_dep.get(dep, ()))
        return [c for c in children if of[c] in deps]

    def _by_dep(self, token: int) -> dict[str, list[int]]:
        """Return the children of `token` by their dependency, made once."""
        found = self._crowds.get(token)
        if found is None:
            found = self._crowds[token] = {}
            for child in self.children[token]:
                found.setdefault(self.parse.deps[child], []).append(child)
        return found

    def subtree(self, token: int, without: frozenset[int] = frozenset()) -> list[int]:
        """Return `token` and all below it, sorted, leaving out the subtrees of the tokens in `without`."""
        children = self.children
        found = [token]
        for current in found:
            below = children[current]
            if below:
                found += [c for c in below if c not in without] if without else below
        found.sort()
        return found

    def ancestors(self, token: int) -> list[int]:
        """Return the heads above `token`, nearest first."""
        found: list[int] = []
        while self.parse.heads[token] != token and len(found) < 200:
            token = self.parse.heads[token]
            found.append(token)
        return found

    def span(self, first: int, last: int) -> Span:
        """Return the span of tokens `[first, last)`."""
        return cut(self.text, self.parse.starts[first], self.parse.ends[last - 1])

    def spans(self, tokens: list[int]) -> tuple[Span, ...]:
        """Return the spans of `tokens`, neighbours joined."""
        pieces: list[list[int]] = []
        for token in sorted(tokens):
            if pieces and token == pieces[-1][1]:
                pieces[-1][1] = token + 1
            else:
                pieces.append([token, token + 1])
        return tuple(self.span(first, last) for first, last in pieces)
