import { secondsOf, type Resources } from './resources.ts';

export interface BatchScript {
  readonly jobName: string;
  /** Folder of the logs. */
  readonly logs: string;
  readonly resources: Resources;
  /** The command that runs an element, without its number. */
  readonly command: readonly string[];
  /** Variables to set for it. */
  readonly env: Readonly<Record<string, string>>;
}

/** Attempts before an element counts as failed. */
export const maxAttempts = 3;
/** An element is stopped this long before the time limit, to keep what is trained: at most so many seconds, at most a share of the limit. */
const notice = { maxSeconds: 120, maxShare: 0.25 };
const retryDelaySeconds = 3;
/** An element that makes no progress within the time limit fails in the end. */
const maxRestarts = 100;

/**
 * The script of a job array: its task N is element N. An element that fails is tried again on the same node; one that
 * reaches the time limit keeps what is trained and is requeued, as is one whose node fails or is preempted.
 */
export function batchScript(job: BatchScript): string {
  const { command, env } = job;
  const directives = sbatchOptions(job).map(([name, value]) => `#SBATCH --${name}=${forSbatch(value)}`);
  const variables = Object.entries(env).map(([name, value]) => `export ${name}=${forShell(value)}`);
  return `#!/bin/sh
# Runs one element of a sweep of SAFR Studio. Written by \`safr sweep --slurm\`, which submits it as a job array.
${directives.join('\n')}
#SBATCH --requeue

${variables.map((line) => `${line}\n`).join('')}element() {
  exec ${command.map(forShell).join(' ')} --element "$SLURM_ARRAY_TASK_ID"
}

# Slurm sends USR1 to this shell alone, shortly before the time limit: the element keeps what is trained.
# It sends TERM to all processes, at scancel and preemption: the element has received it too.
again=yes
limit=no
trap 'interrupted=yes; again=no; limit=yes; kill -TERM "$process"' USR1
trap 'interrupted=yes; again=no' TERM

attempt=0
while [ $again = yes ]; do
  attempt=$((attempt + 1))
  echo "== attempt $attempt of ${maxAttempts}: job \${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID on $(uname -n), $(date)"
  element </dev/null &
  process=$!
  interrupted=yes
  while [ $interrupted = yes ]; do
    interrupted=no
    wait "$process"
    code=$?
  done
  # Done; bad input, which no further attempt fixes; stopped.
  case $code in 0 | 2 | 130) break ;; esac
  [ $attempt -lt ${maxAttempts} ] || break
  sleep ${retryDelaySeconds}
done

if [ $code != 0 ] && [ $limit = yes ] && [ "\${SLURM_RESTART_COUNT:-0}" -lt ${maxRestarts} ]; then
  echo "== the time limit is near: back into the queue"
  scontrol requeue "\${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID" && exit 0
fi
exit $code
`;
}

/** Names and values of the options of sbatch. */
export function sbatchOptions({ jobName, logs, resources }: Omit<BatchScript, 'command' | 'env'>): [string, string][] {
  const { partition, time, gpus, account, cores } = resources;
  const options = {
    'job-name': jobName,
    output: `${logs.replaceAll('%', '%%')}/%a.log`,
    'open-mode': 'append',
    signal: `B:USR1@${noticeOf(time)}`,
    'cpus-per-task': String(cores),
    partition,
    time,
    gpus,
    account,
  };
  return Object.entries(options).filter((option): option is [string, string] => option[1] !== undefined);
}

function noticeOf(time: string | undefined): number {
  if (time === undefined) return notice.maxSeconds;
  return Math.max(1, Math.min(notice.maxSeconds, Math.floor(notice.maxShare * secondsOf(time))));
}

/** Within double quotes, as sbatch reads its lines of a script. */
const forSbatch = (value: string) => (/^[\w./%:@,+=-]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`);

const forShell = (value: string) => (/^[\w./:@,+=-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`);
