import { expect, test } from 'vitest';
import { openHub } from '../../../../../../src/core/model/pretrained/hub/hub.ts';

test('is that of Hugging Face, or another one that a variable names', () => {
  expect(openHub({})).toEqual({ endpoint: 'https://huggingface.co', token: null });
  expect(openHub({ HF_ENDPOINT: 'https://hub.example/path/', HF_TOKEN: ' hf_1\n' })).toEqual({
    endpoint: 'https://hub.example/path',
    token: 'hf_1',
  });
});

test.each(['hub.example', 'ftp://hub.example', 'https://'])('refuses %s as an address', (HF_ENDPOINT) => {
  expect(() => openHub({ HF_ENDPOINT })).toThrow(/^HF_ENDPOINT is ".*": not a web address$/);
});

test.each(['HF_HUB_OFFLINE', 'TRANSFORMERS_OFFLINE'])('is not used if %s is on', (name) => {
  for (const value of ['1', 'true', 'YES']) {
    expect(() => openHub({ [name]: value })).toThrow(`${name} is set: in offline mode nothing is downloaded`);
  }
  expect(() => openHub({ [name]: '0' })).not.toThrow();
});
