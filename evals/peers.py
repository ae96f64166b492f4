"""Parts of Citewell's search alone, and LlamaIndex's query engines, over the documents of one library.

LlamaIndex runs with its defaults, the library's own embedding model and no language model: what an engine would cite
are the texts of its source nodes, placed where it says itself that they stand, or, where it does not say, where they
are found first.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np
from llama_index.core import Document, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.query_engine import CitationQueryEngine
from llama_index.core.schema import MetadataMode
from llama_index.core.vector_stores import FilterOperator, MetadataFilter, MetadataFilters

from assistant.answer import Answer, Claim, Mode, Support
from assistant.compose import cite
from corpus.document import Span
from evals.systems import DEPTH, Asked, Came, Ranked, first_passages
from index.embed import Embedder
from index.library import Library
from index.retrieve import Filters

_DOCUMENT = "document"
NOWHERE = Span(0, 0)


class VectorsAlone:
    """Passages by cosine of question and passage, every passage compared; ties as they stand in the library."""

    name = "vectors"
    ranks = "passages"

    def __init__(self, library: Library) -> None:
        self._embed = library.embedder.embed
        self._passages = list(library.store.passages())
        held = library.fetch_vectors([p.id for p in self._passages])
        self._passages = [p for p in self._passages if p.id in held]
        self._vectors = np.stack([held[p.id] for p in self._passages]) if held else np.zeros((0, 1), np.float32)

    def ask(self, question: Asked) -> Came:
        """The ranking; earlier questions are not heard."""
        begun = time.perf_counter()
        scores = self._vectors @ self._embed([question.text])[0] if self._passages else np.zeros(0)
        ordered = ((self._passages[i], float(scores[i])) for i in np.argsort(-scores, kind="stable"))
        allowed = ((p, s) for p, s in ordered if not question.within or p.document_id in question.within)
        ranked = tuple(Ranked(p.document_id, p.span, s) for p, s in islice(allowed, DEPTH))
        return Came(ranked, None, None, {"total": time.perf_counter() - begun})


class Fused:
    """Vectors and words fused, as Citewell searches before it reads; nothing is read, and abbreviations stay short."""

    name = "fused"
    ranks = "passages"

    def __init__(self, library: Library) -> None:
        self._library = library

    def ask(self, question: Asked) -> Came:
        """The ranking; earlier questions are not heard."""
        begun = time.perf_counter()
        found = self._library.search(question.text, DEPTH, Filters(document_ids=question.within))
        return Came(first_passages(found), None, None, {"total": time.perf_counter() - begun})


class LlamaIndex:
    """LlamaIndex's default query engine, or its CitationQueryEngine; earlier questions are not heard.

    Ranked are the nodes of its retriever. Cited are all source nodes of the reply, one claim each, as no language model
    chooses among them; so it never abstains where anything is found.
    """

    ranks = "passages"

    def __init__(self, library: Library, *, citations: bool = False, answers: bool = True) -> None:
        self.name = "llamaindex-citations" if citations else "llamaindex"
        self._library, self._citations, self._answers = library, citations, answers
        documents = [
            Document(text=library.document(row.id).text, doc_id=row.id, metadata={_DOCUMENT: row.id})
            for row in library.documents()
        ]
        for document in documents:
            document.excluded_embed_metadata_keys = document.excluded_llm_metadata_keys = [_DOCUMENT]
        self._index = VectorStoreIndex.from_documents(
            documents, transformations=[SentenceSplitter()], embed_model=_SameModel(library.embedder)
        )

    def ask(self, question: Asked) -> Came:
        """What it retrieves, and what it would cite."""
        among = self._among(question.within)
        begun = time.perf_counter()
        found = self._index.as_retriever(similarity_top_k=DEPTH, filters=among).retrieve(question.text)
        ranked = tuple(Ranked(n.node.metadata[_DOCUMENT], self._place(n.node), n.score or 0.0) for n in found)
        ranking = time.perf_counter() - begun
        if not self._answers:
            return Came(ranked, None, None, {"total": ranking})
        begun = time.perf_counter()
        engine = self._engine(among)
        sources = engine.query(question.text).source_nodes
        seconds = {"total": time.perf_counter() - begun}
        return Came(ranked, self._reply(question.text, [n.node for n in sources], seconds), None, seconds)

    def _engine(self, among: Any) -> Any:
        if self._citations:
            return CitationQueryEngine.from_args(self._index, llm=MockLLM(), filters=among)
        return self._index.as_query_engine(llm=MockLLM(), filters=among)

    def _among(self, within: frozenset[str]) -> Any:
        if not within:
            return None
        return MetadataFilters(
            filters=[MetadataFilter(key=_DOCUMENT, value=sorted(within), operator=FilterOperator.IN)]
        )

    def _reply(self, text: str, nodes: Sequence[Any], seconds: dict[str, float]) -> Answer:
        claims = []
        for marker, node in enumerate(nodes, start=1):
            document, span = self._library.document(node.metadata[_DOCUMENT]), self._place(node)
            part = document.part_at(span.start)
            kind = part.source_type if part else document.source.source_type
            citation = replace(cite(document, span, kind, marker), quote=_said(node))
            claims.append(Claim(citation.quote, (citation,), Support.VERBATIM))
        return Answer(text, text, tuple(claims), (), (), Mode.EXTRACTIVE, self._library.index_id, seconds)

    def _place(self, node: Any) -> Span:
        """Where a node says that it stands; one that was cut out of another says nothing, and is looked for."""
        said = _said(node)
        own = said == node.get_content(metadata_mode=MetadataMode.NONE)
        if own and node.start_char_idx is not None and node.end_char_idx is not None:
            return Span(node.start_char_idx, node.end_char_idx)
        at = self._library.document(node.metadata[_DOCUMENT]).text.find(said)
        return Span(at, at + len(said)) if at >= 0 else NOWHERE


def _said(node: Any) -> str:
    """A source's text; the CitationQueryEngine writes its number before it."""
    text = str(node.get_content(metadata_mode=MetadataMode.NONE))
    head, parted, rest = text.partition(":\n")
    return rest.removesuffix("\n") if parted and head.startswith("Source ") and head[7:].isdigit() else text


class _SameModel(BaseEmbedding):  # type: ignore[misc]
    """The library's own embedding model, as LlamaIndex asks for vectors."""

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(model_name="the library's own")
        self._embedder = embedder

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [[float(x) for x in row] for row in self._embedder.embed(texts)]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)
