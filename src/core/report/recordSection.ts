import { differences } from '../experiment/differences.ts';
import { experimentSchema, resolveExperiment, type Experiment } from '../experiment/schema.ts';
import type { Run } from '../runs/readRun.ts';
import { html, type Html } from './html.ts';
import { table } from './table.ts';

/** How the run was made: its settings (those that differ from the defaults first), versions and data. */
export function recordSection({ experiment, environment, record }: Run): Html {
  const nonDefault = nonDefaultSettings(experiment);
  const facts: readonly (readonly [string, string])[] = [
    ['SAFR Studio', environment.safr],
    ['Node', environment.node],
    ['System', environment.os],
    ['Processor', environment.cpu],
    ['Device', record.device],
    ['Threads', environment.threads === null ? 'one per core' : String(environment.threads)],
    ['Started', record.started],
    ['Ended', record.ended ?? '–'],
  ];
  return html`<h2>Experiment</h2>
    <h3>Set by the experiment</h3>
    ${table(
      ['field', 'value', 'default'],
      nonDefault.map(({ key, from, to }) => [key, shown(to), shown(from)]),
      'words',
    )}
    <h3>All settings</h3>
    <pre>${JSON.stringify(experiment, null, 2)}</pre>
    <h2>Environment</h2>
    ${table([], facts, 'words')}
    <h3>Data files</h3>
    ${
      environment.data.length === 0
        ? html`<p class="quiet">The data set has no files: it is generated from the settings.</p>`
        : dataTable(environment.data)
    }`;
}

function dataTable(files: Run['environment']['data']): Html {
  return html`<table class="words">
    <thead>
      <tr>
        <th>file</th>
        <th>bytes</th>
        <th>SHA-256</th>
      </tr>
    </thead>
    <tbody>
      ${files.map(
        ({ path, bytes, sha256 }) =>
          html`<tr>
            <td>${path}</td>
            <td>${bytes}</td>
            <td>${sha256}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Including the required fields of the data set, which have no default. */
function nonDefaultSettings(experiment: Experiment) {
  const minimal = experimentSchema.parse({ name: experiment.name, dataset: minimalDataset(experiment.dataset) });
  const defaults = resolveExperiment(minimal, experiment.name);
  const isOfDataset = ({ key }: { key: string }) => key.startsWith('dataset.');
  const required = Object.entries(minimalDataset(experiment.dataset)).map(([key, to]) => ({
    key: `dataset.${key}`,
    from: undefined,
    to,
  }));
  const rest = differences(defaults, experiment);
  return [...required, ...rest.filter(isOfDataset), ...rest.filter((each) => !isOfDataset(each))];
}

function minimalDataset(dataset: Experiment['dataset']): Record<string, unknown> {
  return dataset.source === 'files' ? { source: 'files', train: dataset.train } : { source: dataset.source };
}

const shown = (value: unknown) =>
  value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value);
