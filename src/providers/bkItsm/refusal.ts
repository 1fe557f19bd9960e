import { TicketError, type FieldProblem, type TicketErrorCode } from '../../domain/errors.ts';
import { message, type Message } from '../../domain/message.ts';
import type { JsonAnswer } from '../http.ts';
import { BkEnvelope, type BkField } from './schema.ts';
import { decodeEntities, readComplaints, type Complaint } from './serverText.ts';

/** What was asked for, to understand why it was refused. */
export interface RefusalContext {
  readonly kind: 'read' | 'write';
  /** The form that was sent, in its order. */
  readonly form?: readonly BkField[] | undefined;
}

/**
 * The refusal in an answer, of whichever of the three layers; `undefined`: there is none.
 * The HTTP status says nothing: ESB and ITSM refuse with 200, and the gateway may be set up to do so.
 */
export function readRefusal(answer: JsonAnswer, context: RefusalContext): TicketError | undefined {
  if (isSuccess(answer.body)) return undefined;
  const envelope = BkEnvelope.safeParse(answer.body);
  if (!envelope.success) return undefined;
  const { code } = envelope.data;
  const words = readWords(envelope.data);
  const complaints = readComplaints(words);
  const text = complaints.map((complaint) => complaint.text).join('\n');
  const verdict = judge(String(code), text, context.kind);
  return new TicketError(verdict.code, {
    detail: `code ${String(code).slice(0, 60)}`,
    serverMessage: text === '' ? undefined : text,
    hint: verdict.hint,
    retryAfter: answer.retryAfter,
    fieldProblems: verdict.code === 'rejected' ? findFieldProblems(complaints, words, context.form ?? []) : [],
  });
}

/** Looked at by hand, as nearly every answer is one. */
function isSuccess(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || !('code' in body)) return false;
  const isRefused = 'result' in body && body.result === false;
  return !isRefused && (body.code === 0 || body.code === '0');
}

function readWords({ message: text, detail, messages }: BkEnvelope): string {
  if (text !== '') return text;
  if (detail !== '') return detail;
  return typeof messages === 'string' ? messages : '';
}

interface Verdict {
  readonly code: TicketErrorCode;
  readonly hint?: Message | undefined;
}

const credentialHint = message(
  'The application or the sign-in is not accepted. Check the application code and its secret, and copy "bk_token" again: it ends after 24 hours and when you log out.',
);
const permissionHint = message(
  'The application has no permission for this interface. Apply for it in the BlueKing Developer Center.',
);
const addressHint = message(
  'The server knows nothing at this address. Check the address of the connection and its entrance (component bus or API gateway).',
);
/** No submission and no change goes through while one of the ticket's numbers is empty. */
export const emptyNumberHint = message(
  'A number field of the ticket is empty, and with an empty number the server cannot carry out a submission. Fill it in, or use the browser.',
);

/** What the system means by a code. */
function judge(code: string, text: string, kind: 'read' | 'write'): Verdict {
  /** It failed on the way: what was sent may have been carried out. */
  const onTheWay: TicketErrorCode = kind === 'write' ? 'outcomeUnknown' : 'unavailable';
  if (/^1642\d{3}$/u.test(code)) return { code: 'rateLimited' };
  if (/^1640[13]\d\d$/u.test(code)) {
    return code.startsWith('16401')
      ? { code: 'unauthorized', hint: credentialHint }
      : { code: 'forbidden', hint: permissionHint };
  }
  if (/^165\d{4}$/u.test(code)) return { code: onTheWay };
  switch (code) {
    case '1306000':
      // Every failed sign-in has this number, and so has any other trouble of the bus.
      return isAboutCredentials(text) ? { code: 'unauthorized', hint: credentialHint } : { code: onTheWay };
    case '1640001':
    // Nobody is named in whose name it is done.
    case '1306401':
    case 'UNAUTHORIZED':
      return { code: 'unauthorized', hint: credentialHint };
    case '1306402':
    case '1306403':
    case '1306408':
      return { code: 'forbidden', hint: permissionHint };
    case '3900015':
    case '3900499':
    case 'PERMISSION_DENIED':
      return { code: 'forbidden' };
    case '1306404':
    case '1306209':
    case '1640401':
    case '404':
    case 'METHOD_NOT_ALLOWED':
      return { code: 'notFound', hint: addressHint };
    case '3900022':
    case '3900404':
    case 'OBJECT_NOT_EXIST':
      return { code: 'notFound' };
    case '3900017':
    // The engine is past that point.
    case '3900019':
      return { code: 'conflict' };
    case '1306429':
      return { code: 'rateLimited' };
    case '1306203':
    case '1306206':
    case '1306405':
      // The bus did not get through to the system.
      return { code: 'unavailable' };
    case '1306201':
    case '1306208':
    case '3900000':
    case '3900500':
    case 'SERVER_500_ERROR':
      return { code: onTheWay };
    default:
      return judgeText(text);
  }
}

function isAboutCredentials(text: string): boolean {
  return /authentication|user identity|bk_token|bk_username|APP Code|APP Secret|bk_app_|Signature/iu.test(text);
}

/** ITSM refuses nearly everything with one number: only its words tell the reasons apart. */
function judgeText(text: string): Verdict {
  if (/没有找到对应的单据|对应的单据不存在/u.test(text)) return { code: 'notFound' };
  if (
    /已经结束|已关闭|没有找到该节点|不在流程中|不在挂起中|当前任务状态下无法|单据执行中|当前状态不可修改/u.test(text)
  ) {
    return { code: 'conflict' };
  }
  if (/不能操作该节点|无权|无法认领|没有权限/u.test(text)) return { code: 'forbidden' };
  if (text.includes('could not convert string to float')) return { code: 'rejected', hint: emptyNumberHint };
  return { code: 'rejected' };
}

/** Which field each complaint is about, as far as it says so. */
function findFieldProblems(
  complaints: readonly Complaint[],
  words: string,
  form: readonly BkField[],
): readonly FieldProblem[] {
  const problems = new Map<string, FieldProblem>();
  const add = (fieldKey: string, problem: string | Message): void => {
    if (!problems.has(fieldKey)) problems.set(fieldKey, { fieldKey, message: problem });
  };
  const missing = /缺少参数[:：]\s*\[([^\]]*)\]/u.exec(words)?.[1];
  for (const [, key] of missing?.matchAll(/['"]([^'"]+)['"]/gu) ?? []) {
    if (form.some((field) => field.key === key) && key !== undefined) {
      add(key, message('The server wants this field to be filled in.'));
    }
  }
  for (const { text, path } of complaints) {
    const byName = [...text.matchAll(/【(.+?)】|字段\[(.+?)\]/gu)].map(([, name, other]) => name ?? other);
    const namesakes = form.filter(
      (field) => byName.includes(field.name) || byName.includes(decodeEntities(field.name)),
    );
    // The two remarks of an approval have one name; only one of them can be missing.
    const named = namesakes.find((each) => each.validate_type === 'REQUIRE' && text.includes('必填')) ?? namesakes[0];
    const field = named ?? form.find((candidate) => path.includes(candidate.key)) ?? form[readPosition(path) ?? -1];
    if (field !== undefined) add(field.key, text);
  }
  return [...problems.values()];
}

/** `fields`, `2`, `value`: the third of the fields that were sent. */
function readPosition(path: readonly string[]): number | undefined {
  const index = path.indexOf('fields');
  const position = index === -1 ? undefined : path[index + 1];
  return position !== undefined && /^\d+$/u.test(position) ? Number(position) : undefined;
}
