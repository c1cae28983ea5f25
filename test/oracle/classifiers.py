"""Makes tiny classifiers of random weights with their tokenizers and computes texts with them: python classifiers.py FOLDER, texts as JSON
on standard input (each a string, or two as a pair), on standard output for each folder its name and the ids, segments and logits of the texts."""

import json
import os
import pathlib
import sys

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    BertConfig,
    BertForSequenceClassification,
    DistilBertConfig,
    DistilBertForSequenceClassification,
    PreTrainedTokenizerFast,
    RobertaConfig,
    RobertaForSequenceClassification,
)

from subwords import train

LENGTH = 40


def save_word_pieces(folder, texts):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(texts, trainers.WordPieceTrainer(vocab_size=200, special_tokens=special, show_progress=False))
    ends = [(token, tokenizer.token_to_id(token)) for token in ("[SEP]", "[CLS]")]
    tokenizer.post_processor = processors.BertProcessing(*ends)
    names = dict(zip(["pad_token", "unk_token", "cls_token", "sep_token", "mask_token"], special))
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=LENGTH, **names).save_pretrained(folder)


def save_bytes(folder, texts):
    train(folder, texts, False, 400)
    names = {"pad_token": "<pad>", "unk_token": "<unk>", "cls_token": "<s>", "sep_token": "</s>", "bos_token": "<s>", "eos_token": "</s>"}
    PreTrainedTokenizerFast(tokenizer_file=f"{folder}/tokenizer.json", model_max_length=LENGTH, **names).save_pretrained(folder)


def tiny_models():
    sizes = {"vocab_size": 420, "num_labels": 3}
    bert = {"hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 3, "intermediate_size": 40}
    distil = {"dim": 24, "n_layers": 2, "n_heads": 3, "hidden_dim": 40}
    yield "bert", BertForSequenceClassification(BertConfig(**sizes, **bert, max_position_embeddings=LENGTH)), save_word_pieces
    yield "distilbert", DistilBertForSequenceClassification(DistilBertConfig(**sizes, **distil, max_position_embeddings=LENGTH)), save_word_pieces
    yield "roberta", RobertaForSequenceClassification(RobertaConfig(**sizes, **bert, max_position_embeddings=LENGTH + 2, type_vocab_size=1)), save_bytes


def results(folder, texts):
    model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    for text in texts:
        options = {"truncation": True, "return_token_type_ids": model.config.model_type == "bert", "return_tensors": "pt"}
        inputs = tokenizer(*([text] if isinstance(text, str) else text), **options)
        segments = inputs.get("token_type_ids", torch.zeros_like(inputs["input_ids"]))
        with torch.no_grad():
            yield {"ids": inputs["input_ids"][0].tolist(), "segments": segments[0].tolist(), "logits": model(**inputs).logits[0].tolist()}


texts = json.load(sys.stdin)
for i, (name, model, save_tokenizer) in enumerate(tiny_models()):
    torch.manual_seed(i)
    for parameter in model.parameters():
        parameter.data += 0.2 * torch.randn(parameter.shape)  # more than a fresh model has, so that logits differ
    folder = pathlib.Path(sys.argv[1]) / name
    os.makedirs(folder)
    model.save_pretrained(folder)
    save_tokenizer(str(folder), [part for text in texts for part in ([text] if isinstance(text, str) else text)])
    print(json.dumps({"name": name, "texts": list(results(folder, texts))}))
