"""LlamaIndex's own way of indexing a folder, with its defaults and the model that is bundled here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import chromadb
from llama_index.core import Document, SimpleDirectoryReader, StorageContext, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.readers.base import BaseReader
from llama_index.core.schema import MetadataMode
from llama_index.vector_stores.chroma import ChromaVectorStore
from pypdf import PdfReader
from sentence_transformers import SentenceTransformer

from index.embed import bundled_folder


class _PagesOfPdf(BaseReader):  # type: ignore[misc]
    """A document a page by pypdf, as the reader does that LlamaIndex's package for files brings for PDF."""

    def load_data(self, file: Path, extra_info: dict[str, Any] | None = None, **_: Any) -> list[Any]:
        reader = PdfReader(str(file))
        labels = reader.page_labels
        return [
            Document(
                text=page.extract_text(),
                metadata={"page_label": labels[number], "file_name": Path(file).name, **(extra_info or {})},
            )
            for number, page in enumerate(reader.pages)
        ]


class _Embedding(BaseEmbedding):  # type: ignore[misc]
    """The bundled model in sentence-transformers, in batches as LlamaIndex gives them."""

    def __init__(self) -> None:
        super().__init__(model_name="all-MiniLM-L6-v2")
        self._model = SentenceTransformer(str(bundled_folder()))

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        made = self._model.encode(texts, batch_size=self.embed_batch_size, normalize_embeddings=True)
        return [[float(x) for x in row] for row in made]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


def index_files(files: Sequence[Path], folder: Path, chunk: int) -> tuple[int, int, list[str]]:
    """Read, split, embed and store; returns how many files and chunks, and the texts that were embedded."""
    reader = SimpleDirectoryReader(input_files=[str(f) for f in files], file_extractor={".pdf": _PagesOfPdf()})
    documents = reader.load_data()
    overlap = min(SentenceSplitter().chunk_overlap, chunk // 5)
    nodes = SentenceSplitter(chunk_size=chunk, chunk_overlap=overlap).get_nodes_from_documents(documents)
    collection = chromadb.PersistentClient(str(folder)).get_or_create_collection("files", embedding_function=None)
    VectorStoreIndex(
        nodes,
        storage_context=StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=collection)),
        embed_model=_Embedding(),
    )
    read = {d.metadata["file_path"] for d in documents}
    return len(read), len(nodes), [n.get_content(metadata_mode=MetadataMode.EMBED) for n in nodes]
