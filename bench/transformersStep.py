"""Fine-tuning steps and predictions of a BERT encoder by transformers on PyTorch, for comparison.

The first line of standard input is JSON: "folder" of the model, or null for random weights of "config"; "batches" of sentences of token ids. For
each line "train THREADS" or "predict THREADS" it runs all batches, each padded to its longest sentence, and prints the mean seconds of one. Dropout
of attention weights is off, because SAFR Studio has none.
"""
import json
import sys
import time

import torch
import transformers
from transformers import AutoModelForSequenceClassification, BertConfig

STEP = {"lr": 5e-5, "weight_decay": 0.01, "fused": True}


def open_model(folder, config):
    options = {"num_labels": 2, "attention_probs_dropout_prob": 0.0}
    if folder:
        return AutoModelForSequenceClassification.from_pretrained(folder, **options)
    return AutoModelForSequenceClassification.from_config(BertConfig(**config, **options))


def padded(batch):
    longest = max(map(len, batch))
    ids = [ids + [0] * (longest - len(ids)) for ids in batch]
    mask = [[1] * len(ids) + [0] * (longest - len(ids)) for ids in batch]
    labels = [i % 2 for i in range(len(batch))]
    return {"input_ids": torch.tensor(ids), "attention_mask": torch.tensor(mask), "labels": torch.tensor(labels)}


def main():
    start = json.loads(sys.stdin.readline())
    torch.manual_seed(0)
    model = open_model(start["folder"], start["config"])
    optimizer = torch.optim.AdamW(model.parameters(), **STEP)
    batches = [padded(batch) for batch in start["batches"]]

    def train(batch):
        optimizer.zero_grad()
        loss = model(**batch).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        loss.item()

    @torch.inference_mode()
    def predict(batch):
        model(**batch).logits.numpy()

    print("ready", torch.__version__, transformers.__version__, flush=True)
    for line in sys.stdin:
        kind, threads = line.split()
        torch.set_num_threads(int(threads))
        model.train(kind == "train")
        begin = time.perf_counter()
        for batch in batches:
            (train if kind == "train" else predict)(batch)
        print((time.perf_counter() - begin) / len(batches), flush=True)


main()
