// The licences of everything that we ship, from the lists that esbuild keeps of what it put into each file.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Copied rather than bundled, so in no list of esbuild's. */
const copied = ['node_modules/@vscode/codicons'];

/**
 * @param {readonly { inputs: Record<string, unknown> }[]} metafiles
 * @returns {Promise<string>} the text of ThirdPartyNotices.txt
 */
export async function thirdPartyNotices(metafiles) {
  const folders = new Set(copied);
  for (const input of metafiles.flatMap(({ inputs }) => Object.keys(inputs))) {
    const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
    if (folder !== undefined) folders.add(folder);
  }
  const sections = await Promise.all([...folders].sort().map(notice));
  return [
    'Third-party software in this extension',
    `\n${sections.map(({ title }) => `- ${title}`).join('\n')}\n`,
    ...sections.map(({ title, text }) => `${'-'.repeat(80)}\n${title}\n${'-'.repeat(80)}\n\n${text}\n`),
  ].join('\n');
}

async function notice(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
  const files = (await readdir(join(root, folder))).filter((file) => /^licen[cs]e/i.test(file)).sort();
  if (typeof license !== 'string' || files.length === 0)
    throw new Error(`${name} ${version} comes without a licence text.`);
  const texts = await Promise.all(files.map((file) => readFile(join(root, folder, file), 'utf8')));
  return { title: `${name} ${version} (${license})`, text: texts.map((text) => text.trim()).join('\n\n') };
}
