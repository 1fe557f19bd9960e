import type { BkStep } from './schema.ts';

/** In place of user names where the system itself works. */
const systemProcessor = '系统自动处理';

/** User names, or what stands for several people. */
export function readProcessors({ processors }: Pick<BkStep, 'processors'>): readonly string[] {
  const names = (processors ?? '').split(',').map((name) => name.trim());
  return names.filter((name) => name !== '' && name !== systemProcessor);
}

/** Anybody may act, and nobody is named. */
export function isOpenToAll({ processors_type: type }: Pick<BkStep, 'processors_type'>): boolean {
  return type === 'OPEN';
}
