import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { reasonToSkip } from '../requirements.ts';

/** The reason why no cluster can be started here; null if one can. */
export const noCluster = reasonToSkip('slurm');

export interface SlurmCluster {
  /** Environment for all commands that use the cluster. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs a command of Slurm and returns its output. */
  ask(command: string, ...args: readonly string[]): string;
  /** Ends its jobs and its daemons, and removes its files. */
  stop(): Promise<void>;
}

/** A cluster that consists of this machine only, on loopback, with two cores and its own daemons, keys and state. */
export async function startCluster(): Promise<SlurmCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'slurm-'));
  const path = (name: string) => join(folder, name);
  for (const name of ['state', 'spool']) mkdirSync(path(name));
  writeFileSync(path('munge.key'), randomBytes(128), { mode: 0o600 });
  writeFileSync(path('slurm.conf'), configuration(path, await freePort(), await freePort()));
  // Slurm from 23 on wants cgroups, which containers may lack, unless told otherwise; earlier ones do not know this setting.
  if (slurmVersion() >= 23) writeFileSync(path('cgroup.conf'), 'CgroupPlugin=disabled\n');
  const env = { SLURM_CONF: path('slurm.conf') };
  const ask = (command: string, ...args: readonly string[]) =>
    execFileSync(command, args, {
      env: { ...process.env, ...env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const munge = [
    'key-file=munge.key',
    'socket=munge.socket',
    'pid-file=munge.pid',
    'log-file=munge.log',
    'seed-file=seed',
  ];
  const started: Supervised[] = [];
  const stop = async () => {
    for (const one of started.reverse()) await one.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const mungeArgs = munge.map((option) => `--${option.replace('=', `=${folder}/`)}`);
    started.push(supervise('munged', ['--foreground', '--force', ...mungeArgs], env));
    await until('munged', () => ask('munge', `--socket=${path('munge.socket')}`, '--no-input'));
    started.push(supervise('slurmctld', ['-D', '-i', '-f', env.SLURM_CONF], env));
    started.push(supervise('slurmd', ['-D', '-N', 'node', '-f', env.SLURM_CONF], env));
    await until('slurmd', () => {
      const state = ask('sinfo', '--noheader', '--format=%T').trim();
      if (state !== 'idle') throw new Error(`its node is ${state}: ${readFileSync(path('slurmd.log'), 'utf8')}`);
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    env,
    ask,
    async stop() {
      ask('scancel', '--full', '--signal=KILL', `--user=${process.getuid!()}`);
      ask('scancel', `--user=${process.getuid!()}`);
      await until('the last job', () => {
        if (ask('squeue', '--noheader').trim() !== '') throw new Error('it does not end');
      }).finally(stop);
    },
  };
}

/** The first part of its version, such as 24. */
function slurmVersion(): number {
  return Number(/(\d+)\./.exec(execFileSync('slurmd', ['-V'], { encoding: 'utf8' }))![1]);
}

function configuration(path: (name: string) => string, controller: number, node: number): string {
  return `
ClusterName=safr
SlurmctldHost=localhost
SlurmctldPort=${controller}
SlurmdPort=${node}
SlurmUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=${path('munge.socket')}
StateSaveLocation=${path('state')}
SlurmdSpoolDir=${path('spool')}
SlurmctldPidFile=${path('slurmctld.pid')}
SlurmdPidFile=${path('slurmd.pid')}
SlurmctldLogFile=${path('slurmctld.log')}
SlurmdLogFile=${path('slurmd.log')}
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
ReturnToService=2
KillWait=5
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0,bf_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
NodeName=node NodeHostname=${hostname()} NodeAddr=127.0.0.1 CPUs=2
PartitionName=main Nodes=node Default=YES MaxTime=INFINITE State=UP
`;
}

interface Supervised {
  stop(): Promise<void>;
}

/** A daemon that ends on request, and whenever this process ends: a shell waits for the end of its input. */
function supervise(daemon: string, args: readonly string[], env: Readonly<Record<string, string>>): Supervised {
  const script = '"$@" & cat; kill $!; wait $!';
  const shell: ChildProcess = spawn('sh', ['-c', script, 'sh', daemon, ...args], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  return {
    async stop() {
      if (shell.exitCode !== null) return;
      const ended = once(shell, 'exit');
      shell.stdin!.end();
      await ended;
    },
  };
}

/** Retries until the function does not throw. */
async function until(what: string, attempt: () => unknown): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      attempt();
      return;
    } catch (error) {
      if (tries === 150) throw new Error(`${what}: ${(error as Error).message}`, { cause: error });
      await pause(200);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
