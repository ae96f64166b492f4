"""The evidence reader: its graph is the trained model, and without its file everything still works."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

from assistant.answer import Answer
from assistant.ask import Assistant
from corpus.errors import ModelError
from index.embed import bundled_folder
from index.library import Library
from index.reader import MODELS, NONE, CrossEncoderReader, EvidenceReader, OnnxReader, open_reader, reader_problem
from index.train import RAISED, SCALED, Reader, export

QUESTION = "Does an epidural steroid injection reduce pain?"
TEXTS = [
    "Pain fell by 7.5 points more with the epidural steroid injection than with placebo (95% CI 2.1 to 12.9).",
    "Patients were recruited at three hospitals between 2009 and 2011.",
    "",
    "Epidural steroid injections are given " * 60,
]


@pytest.fixture(scope="module")
def bundled() -> EvidenceReader:
    reader = open_reader()
    assert reader is not None
    return reader


def test_the_graph_gives_what_the_trained_model_gives(tmp_path: Path) -> None:
    torch.manual_seed(0)
    model = Reader(str(bundled_folder()))
    torch.save({"averaged": model.state_dict()}, tmp_path / "checkpoint.pt")
    (tmp_path / "config.json").write_text(json.dumps(model.bert.config.to_dict(), default=str))
    reading = OnnxReader(export(tmp_path)).read(QUESTION, TEXTS)
    tokenizer = AutoTokenizer.from_pretrained(str(bundled_folder()))
    how = {"truncation": "longest_first", "max_length": 160, "padding": True, "return_tensors": "pt"}
    with torch.no_grad():
        expected = model.eval()(dict(tokenizer([QUESTION] * len(TEXTS), TEXTS, **how)))
    # Eight bits a weight cost a little.
    assert np.allclose(reading.relevance, SCALED * expected["relevance"][:, 0].numpy() + RAISED, atol=0.03)
    assert np.allclose(reading.stance, expected["stance"].softmax(1).numpy(), atol=0.02)
    assert np.allclose(reading.direction, expected["direction"].softmax(1).numpy(), atol=0.02)


def test_a_text_that_answers_is_read_as_more_relevant_than_one_that_does_not(bundled: EvidenceReader) -> None:
    relevance = bundled.read(QUESTION, TEXTS).relevance
    assert relevance.argmax() == 0
    assert relevance[0] > relevance[1] + 2


def test_a_text_is_read_alike_whatever_stands_beside_it(bundled: EvidenceReader) -> None:
    together = bundled.read(QUESTION, TEXTS)
    for i, text in enumerate(TEXTS):
        assert bundled.read(QUESTION, [text]).relevance[0] == pytest.approx(together.relevance[i], abs=1e-3)
    assert np.allclose(together.stance.sum(axis=1), 1, atol=1e-5)
    assert bundled.read(QUESTION, []).stance.shape == (0, 3)


def test_the_shipped_reader_is_the_published_one_and_small_enough() -> None:
    assert reader_problem() == ""
    assert (MODELS / "reader.onnx").stat().st_size < 30e6


def test_a_missing_or_altered_reader_is_named_and_not_used(tmp_path: Path) -> None:
    assert "the evidence reader is missing" in reader_problem(tmp_path)
    assert open_reader(models=tmp_path) is None
    shutil.copy(MODELS / "reader.json", tmp_path)
    (tmp_path / "reader.onnx").write_bytes(b"another model")
    assert "its SHA-256 is" in reader_problem(tmp_path)
    assert open_reader(models=tmp_path) is None


def test_answers_are_given_without_a_reader_too(small_library: Library) -> None:
    library = Library.open(small_library.folder, reader=NONE)
    reply = Assistant(library).ask("Does triamcinolone thin cartilage?")
    assert isinstance(reply, Answer)
    library.close()


def test_any_cross_encoder_in_a_folder_can_read(tmp_path: Path) -> None:
    torch.manual_seed(0)
    config = BertConfig(hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64, num_labels=1)
    BertForSequenceClassification(config).save_pretrained(tmp_path)
    AutoTokenizer.from_pretrained(str(bundled_folder())).save_pretrained(tmp_path)
    reader = open_reader(str(tmp_path))
    assert isinstance(reader, CrossEncoderReader)
    reading = reader.read(QUESTION, TEXTS[:2])
    assert reading.relevance.shape == (2,)
    assert reading.stance.shape == (0, 3)


def test_a_reader_that_does_not_exist_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot load this reranker"):
        open_reader(str(tmp_path / "nothing"))
