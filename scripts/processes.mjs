// Child processes that do not outlive us.
//
// Each runs in a process group of its own, together with a tiny shell that waits for our end of a pipe to close. When
// this process ends, in whatever way (SIGKILL included), that shell ends the whole group.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const onWindows = process.platform === 'win32';
const guard = '(trap "" TERM INT HUP; exec >/dev/null 2>&1; read -r _ <&3; kill -KILL 0) & exec "$0" "$@" 3<&-';

/**
 * @typedef {object} Group
 * @property {number | undefined} pid of its leader
 * @property {import('node:stream').Readable} stdout
 * @property {import('node:stream').Readable} stderr
 * @property {Promise<{ code: number | null, signal: string | null, error?: Error }>} exited never rejects
 * @property {() => Promise<void>} stop ends the whole group: asks first, insists after three seconds
 */

/**
 * Starts a process that is the leader of its own group.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined> }} [options]
 * @returns {Group}
 */
export function startGroup(command, args, { cwd, env = process.env } = {}) {
  const child = onWindows
    ? spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
    : spawn('/bin/sh', ['-c', guard, command, ...args], {
        cwd,
        env,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      });
  const lifeline = child.stdio[3];
  lifeline?.on('error', () => {});
  let hasExited = false;
  const exited = new Promise((settle) => {
    const end = (outcome) => {
      hasExited = true;
      lifeline?.destroy(); // lets the guard end what the leader left behind
      settle(outcome);
    };
    child.on('error', (error) => end({ code: null, signal: null, error }));
    child.on('exit', (code, signal) => end({ code, signal }));
  });
  return {
    pid: child.pid,
    stdout: child.stdout,
    stderr: child.stderr,
    exited,
    async stop() {
      if (hasExited || child.pid === undefined) return;
      if (onWindows) {
        spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' }).on('error', () => {});
        await exited;
        return;
      }
      signalGroup(child.pid, 'SIGTERM');
      const insist = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), 3000);
      await exited;
      clearTimeout(insist);
    },
  };
}

/**
 * Runs a command to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, timeoutSeconds?: number, onLine?: (line: string) => void }} [options]
 *   `onLine` sees each line of both streams at once
 * @returns {Promise<{ ok: boolean, code: number | null, signal: string | null, timedOut: boolean, stdout: string, output: string }>}
 *   `output` is both streams; never rejects
 */
export async function run(command, args, { cwd, env, timeoutSeconds = 600, onLine } = {}) {
  const group = startGroup(command, args, { cwd, env });
  let stdout = '';
  let output = '';
  let timedOut = false;
  const reading = [group.stdout, group.stderr].map(async (stream) => {
    for await (const line of createInterface({ input: stream })) {
      if (stream === group.stdout) stdout += `${line}\n`;
      output += `${line}\n`;
      onLine?.(line);
    }
  });
  const timer = setTimeout(() => {
    timedOut = true;
    void group.stop();
  }, timeoutSeconds * 1000);
  const { code, signal, error } = await group.exited;
  clearTimeout(timer);
  await Promise.allSettled(reading);
  if (error) output += `${error.message}\n`;
  return { ok: code === 0 && !timedOut, code, signal, timedOut, stdout, output };
}

/**
 * Resolves with the reason when this process is asked to end: by a signal, or because the one that started it is gone.
 * @returns {Promise<string>}
 */
export function askedToEnd() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve(signal));
    process.on('disconnect', () => resolve('disconnect'));
    process.channel?.unref();
  });
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // the group is gone
  }
}
