import type { Approval, Decision } from '../../domain/approval.ts';
import type { FieldValue } from '../../domain/field.ts';
import type { BkField, BkOption } from './schema.ts';
import { decodeEntities } from './serverText.ts';

/** A form that is nothing but a decision, and where each part of it goes. */
export interface ApprovalForm {
  readonly approval: Approval;
  readonly isRadio: boolean;
  readonly resultKey: string;
  readonly approve: BkOption;
  readonly reject: BkOption;
  /** Fields for the remark; one alone serves both answers. */
  readonly approveRemark: BkField | undefined;
  readonly rejectRemark: BkField | undefined;
}

const approveKeys = new Set(['true', 'tongyi']);
const rejectKeys = new Set(['false', 'jujue']);

/**
 * The keys of an approval's fields are generated: only `meta.code` tells which holds the result.
 * @returns `undefined` for a form with more in it, or with answers that are not known
 */
export function readApprovalForm(fields: readonly BkField[]): ApprovalForm | undefined {
  const [result, ...others] = fields.filter((field) => field.meta.code === 'APPROVE_RESULT');
  if (result === undefined || others.length > 0) return undefined;
  if (result.type !== 'RADIO' && result.type !== 'SELECT') return undefined;
  const approve = result.choice.find(({ key }) => approveKeys.has(key.toLowerCase()));
  const reject = result.choice.find(({ key }) => rejectKeys.has(key.toLowerCase()));
  if (approve === undefined || reject === undefined || result.choice.length !== 2) return undefined;
  const rest = fields.filter((field) => field !== result && !field.is_readonly);
  if (rest.length > 2 || rest.some(({ type }) => type !== 'TEXT' && type !== 'STRING')) return undefined;
  const required = rest.filter(isRequired);
  const optional = rest.filter((field) => !isRequired(field));
  // Of two remarks, the one that must be given is that of a refusal.
  if (rest.length === 2 && required.length !== 1) return undefined;
  const approveRemark = rest.length === 2 ? optional[0] : rest[0];
  const rejectRemark = rest.length === 2 ? required[0] : rest[0];
  return {
    approval: {
      approveName: nameOf(approve),
      rejectName: nameOf(reject),
      approveRemark: remarkNeed(approveRemark),
      rejectRemark: remarkNeed(rejectRemark),
      remarkMaxLength: undefined,
    },
    isRadio: result.type === 'RADIO',
    resultKey: result.key,
    approve,
    reject,
    approveRemark,
    rejectRemark,
  };
}

/** The form filled in with a decision: the remark of the other answer is hidden then, and has to be sent empty. */
export function fillIn(form: ApprovalForm, decision: Decision, remark: string): ReadonlyMap<string, FieldValue> {
  const isApproved = decision === 'approve';
  const { approveRemark, rejectRemark } = form;
  const changes = new Map<string, FieldValue>();
  for (const field of [approveRemark, rejectRemark]) if (field !== undefined) changes.set(field.key, '');
  const used = isApproved ? approveRemark : rejectRemark;
  if (used !== undefined) changes.set(used.key, remark);
  changes.set(form.resultKey, (isApproved ? form.approve : form.reject).key);
  return changes;
}

function isRequired({ validate_type: type }: BkField): boolean {
  return type === 'REQUIRE';
}

function remarkNeed(field: BkField | undefined): 'none' | 'optional' | 'required' {
  if (field === undefined) return 'none';
  return isRequired(field) ? 'required' : 'optional';
}

function nameOf({ key, name }: BkOption): string {
  return decodeEntities(name === '' ? key : name);
}
