"""VMASK's mask on the word embeddings of an encoder and the regularizers of SAFR in PyTorch, as docs/measures.md defines them."""

import math

import torch


class Regularized:
    """Puts a mask on a model of transformers. After its forward pass `losses` has the terms of the loss; special tokens take no part in them."""

    def __init__(self, model, objective, mask_hidden):
        self.objective = objective
        self.noise = None  # [texts, length, 2]; None: keep probabilities instead of samples
        self.content = None  # [texts, length]: True for tokens that are neither special nor padding
        self.hidden = []  # activations of the neurons per block
        width = model.config.hidden_size
        self.vmask = torch.nn.ModuleDict({"linear_layer": torch.nn.Linear(width, mask_hidden), "hidden2p": torch.nn.Linear(mask_hidden, 2)})
        base = model.base_model
        base.embeddings.word_embeddings.register_forward_hook(self._mask)
        for block in base.encoder.layer if hasattr(base, "encoder") else base.transformer.layer:
            neurons = block.intermediate if hasattr(block, "intermediate") else block.ffn.activation
            neurons.register_forward_hook(lambda _module, _inputs, out: self.hidden.append(out))

    def _mask(self, _module, _inputs, embedded):
        self.hidden.clear()
        self.logits = self.vmask["hidden2p"](torch.tanh(self.vmask["linear_layer"](embedded)))
        if self.noise is None:
            keep = self.logits.softmax(-1)[..., 1]
        else:
            soft = (self.logits + self.noise).softmax(-1)[..., 1]
            hard = (soft > 0.5).to(soft.dtype)
            keep = hard - soft.detach() + soft
        self.keep = torch.where(self.content, keep, torch.ones_like(keep))
        self.masked = self.keep[..., None] * embedded
        return self.masked

    def losses(self, out, site):
        """Cross-entropy, importance, interaction, information."""
        chosen = self.objective.get("importanceLayers") or range(len(self.hidden))
        if site == "embedding":
            importance = self._importance(self.masked)
        else:
            importance = sum(self._importance(self.keep[..., None] * self.hidden[layer]) for layer in chosen) / len(chosen)
        keep = self.logits.softmax(-1)[..., 1][self.content]
        information = (keep * keep.log() + (1 - keep) * (1 - keep).log()).mean()
        return torch.stack([out.loss, importance, self._interaction(out.attentions), information])

    def _importance(self, x):
        """x: [texts, length, width]."""
        norms = []
        for own, content in zip(x, self.content):
            rows = own[content]
            unit = rows / (1e-5 + rows.norm(dim=1, keepdim=True))
            products = (unit @ rows.T) * (1 - torch.eye(len(rows), dtype=rows.dtype))
            norms.append(products.norm(dim=1))
        return torch.cat(norms).mean() / math.sqrt(x.shape[-1])

    def _interaction(self, attentions):
        """attentions: [texts, heads, length, length] per block."""
        chosen = self.objective.get("interactionLayers") or range(len(attentions))
        total, pairs = 0.0, 0
        for layer in chosen:
            for weights, content in zip(attentions[layer], self.content):
                a = weights[:, content][:, :, content]
                others = 1 - torch.eye(a.shape[-1], dtype=a.dtype)
                total = total + (a * (1 - others * (a @ a.mT))).sum()
                pairs += a.numel()  # of all heads
        return total / pairs
