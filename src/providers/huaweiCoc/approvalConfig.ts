import * as z from 'zod/mini';

/** Who reviews a change of level, or a suspension, of an issue. */
export interface ApprovalConfig {
  /** Ids of people. */
  readonly approvers: readonly string[];
  /** `undefined`: not told, or in a word that is not known. */
  readonly rule: 'any' | 'all' | undefined;
}

// Under a name of its own: oxlint takes `z.catch(…)` for that of a promise.
const orElse = z.catch;

const wire = z.object({
  status: z.optional(z.unknown()),
  approve_personal: orElse(z.string(), ''),
  approve_rule: orElse(z.string(), ''),
});

/**
 * What is in `level_approve_config` or `suspension_approve_config`: JSON in a text, with a whole record in it, of which
 * these are used (contract §2.4).
 * @returns `undefined`: none, one that is switched off, or junk
 */
export function readApprovalConfig(text: string): ApprovalConfig | undefined {
  if (text.trim() === '') return undefined;
  const parsed = wire.safeParse(parseJson(text));
  if (!parsed.success || parsed.data.status === false) return undefined;
  const { approve_personal: people, approve_rule: rule } = parsed.data;
  const approvers = people.split(',').flatMap((id) => id.trim() || []);
  return { approvers, rule: rule === 'issue_or_sign' ? 'any' : rule === 'issue_all_agreed' ? 'all' : undefined };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
