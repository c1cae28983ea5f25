// Makes the runs and measures behind docs/results.md and writes its tables and plots: `npm run evidence -- --data DIR [--part NAME]`.
import { parseArgs } from 'node:util';
import { document } from './evidence/results.ts';
import { singleRunSection, type SingleRuns } from './evidence/singleRuns.ts';
import { sweepSection } from './evidence/sweeps.ts';
import { wordRankingsSection } from './evidence/wordRankings.ts';

/** The sections: of sweeps, of single runs of them, or of the data of one. */
const parts: Readonly<Record<string, readonly string[] | SingleRuns | { readonly dataOf: string }>> = {
  planted: ['planted-presets'],
  'planted-words': { dataOf: 'planted-presets' },
  sst2: ['sst2-presets', 'sst2-ffn', 'sst2-annealed', 'sst2-lambda'],
  neurons: [
    'sst2-presets',
    'sst2-cosine',
    'sst2-active',
    'sst2-active-ffn',
    'sst2-firing',
    'sst2-similarity',
    'sst2-deletion',
  ],
  features: { sweeps: ['sst2-presets'], presets: ['plain', 'safr'], measures: 'features' },
  encoders: ['encoder-presets', 'encoder-importance'],
  'encoder-neurons': ['encoder-presets', 'encoder-ffn', 'encoder-active'],
  rivals: { sweeps: ['sst2-presets', 'encoder-presets'], presets: ['plain', 'safr'], measures: 'rivals' },
};

const { values } = parseArgs({
  options: { data: { type: 'string' }, tables: { type: 'boolean' }, part: { type: 'string', multiple: true } },
});
const chosen = values.part ?? Object.keys(parts);
const unknown = chosen.filter((part) => !(part in parts));
if (unknown.length > 0) throw new Error(`no part ${unknown.join(', ')}; parts: ${Object.keys(parts).join(', ')}`);

const { data, tables = false } = values;
for (const part of chosen) {
  const of = parts[part]!;
  if ('dataOf' in of) wordRankingsSection(part, of.dataOf);
  else if ('measures' in of) await singleRunSection(part, of, { data, measure: !tables });
  else await sweepSection(part, of, { data, train: !tables });
}
console.log(`wrote ${document}`);
