/** Files of weights in the order in which they are looked for. */
export const weightFileNames = ['model.safetensors', 'model.safetensors.index.json', 'pytorch_model.bin'] as const;
