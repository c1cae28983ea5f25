import { Command, Option } from 'commander';
import { counted, megabytes } from '../../common/format.ts';
import { downloadModel, type DownloadedModel } from '../../core/model/pretrained/hub/downloadModel.ts';
import { jsonOption } from '../options.ts';
import { interruptSignal } from '../interrupt.ts';
import { place } from '../output/place.ts';
import { print, printJson } from '../output/print.ts';
import { withProgress } from '../output/progressView.ts';

export function downloadCommand(): Command {
  return new Command('download')
    .summary('fetch a pretrained model from the Hugging Face hub')
    .description(
      "Downloads configuration, weights and tokenizer of a pretrained encoder into the cache of Python's huggingface_hub. " +
        'Files that are there already are kept, and an interrupted download continues.',
    )
    .argument('<model>', 'its name on the hub, such as org/name')
    .addOption(new Option('--revision <name>', 'a branch, tag or commit (default: "main")'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Environment variables, as huggingface_hub has them:
  HF_HUB_CACHE, HF_HOME  where the cache is
  HF_TOKEN               for private and gated models
  HF_ENDPOINT            another server than https://huggingface.co
  HF_HUB_OFFLINE=1       nothing is downloaded
  HTTPS_PROXY, NO_PROXY  the proxy

Examples:
  $ safr download sentence-transformers/all-MiniLM-L6-v2
  $ safr download org/name --revision v1.0`,
    )
    .action(fetchModel);
}

interface DownloadFlags {
  readonly revision?: string;
  readonly json?: boolean;
}

async function fetchModel(name: string, flags: DownloadFlags): Promise<void> {
  const signal = interruptSignal('stopping; run again to resume the download. Ctrl-C again exits immediately.');
  const model = await withProgress(flags, (view) => {
    const onProgress = (received: number, total: number) => view?.handle({ kind: 'download', received, total });
    return downloadModel(name, { revision: flags.revision, onProgress, signal });
  });
  if (flags.json) printJson('download', model);
  else print(...lines(model));
}

function lines({ name, revision, commit, folder, files }: DownloadedModel): string[] {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const known = files.filter(({ isNew }) => !isNew).length;
  const cached = known === files.length ? 'all were in the cache' : `${known} were in the cache`;
  return [
    `model   ${name}, revision ${revision} (commit ${commit.slice(0, 7)})`,
    `files   ${counted(files.length, 'file')}, ${megabytes(bytes)}${known > 0 ? `; ${cached}` : ''}`,
    `folder  ${place(folder)}`,
  ];
}
