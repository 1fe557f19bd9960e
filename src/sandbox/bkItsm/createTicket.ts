import { membersOf } from './directory.ts';
import { checkField } from './fieldChecks.ts';
import { tabulateFields } from './fieldExpressions.ts';
import type { Itsm, Parameters } from './itsm.ts';
import { isTruthy, plainText } from './plainText.ts';
import { ErrorDetail, reprTexts } from './pythonRepr.ts';
import { cleanRefusal, crashed, Refusal, refusedWith } from './refusal.ts';
import { firstNode, type ServiceDesign } from './serviceCatalog.ts';
import { formatTime } from './shanghaiTime.ts';
import { checkText, requireTexts } from './textSerializer.ts';
import type { FieldDesign, StoredTicket } from './ticketModel.ts';
import { ticketUrls } from './ticketViews.ts';
import type { BkCreated } from './wire.ts';

/** A field as it was sent; lists are good for TABLE and CUSTOMTABLE (contract §4.2). */
interface SentField {
  readonly key: string;
  readonly value: unknown;
  /** Optional: only fields that tell it are looked at as what they are. */
  readonly type: string;
}

/** create_ticket (contract §1.7): the ticket is there at once, its fields and steps when the engine has run. @throws Refusal */
export function createTicket(itsm: Itsm, parameters: Parameters): BkCreated {
  const { catalog, store, engine, now, origin, user } = itsm;
  const isFast = isTruthy(parameters['fast_approval']);
  const service = isFast ? catalog.findBuiltIn() : catalog.find(parameters['service_id']);
  if (service === undefined) throw refusedWith({ 服务: [new ErrorDetail('服务不存在，请联系管理员！')] });
  const meta = asObject(parameters['meta']);
  const stateProcessors = readStateProcessors(service, asObject(meta['state_processors']));
  const sent = readFields(parameters['fields']);
  const title = sent.find(({ key }) => key === 'title');
  if (title === undefined) throw crashed("'title'"); // the text of a Python KeyError
  const { creator = '' } = requireTexts({
    creator: checkText(parameters['creator'] ?? user, { isRequired: true, mayBeBlank: false }),
    tag: checkText(parameters['tag'], { isRequired: false, mayBeBlank: true }),
  });
  checkForm(service, sent, creator, now());
  const dynamicFields = readDynamicFields(parameters['dynamic_fields']);
  const { flow } = service;
  const values = new Map(sent.map(({ key, value }) => [key, typeof value === 'number' ? String(value) : value]));
  const ticket = store.add({
    sn: nextNumber(itsm, flow.serviceType),
    title: plainText(title.value),
    creator,
    flow,
    hoursAgo: 0,
    isStarting: true,
    nodes: {},
    tag: plainText(parameters['tag']),
    meta,
    stateProcessors,
    bkBizId: Number(values.get('bk_biz_id') ?? -1),
    followers: isTruthy(parameters['attention']) ? [creator] : [],
  });
  for (const [design, value] of dynamicFields) store.addDynamicField(ticket, design, value);
  engine.start(ticket, values, () => store.prepareFields(ticket, {}));
  return { sn: ticket.sn, id: ticket.id, ticket_url: ticketUrls(ticket, origin()).ticket_url };
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Readonly<Record<string, unknown>>) : {}; // just looked
}

function readStateProcessors(
  { flow }: ServiceDesign,
  given: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, readonly string[]> {
  const named = new Map<string, readonly string[]>();
  for (const [stateId, names] of Object.entries(given)) {
    const node = flow.nodes.find((one) => String(one.stateId) === stateId);
    if (node === undefined) throw processorsRefused(`服务:${flow.serviceName}, 节点(${stateId})不存在`);
    if (plainText(names) === '')
      throw processorsRefused(`服务:${flow.serviceName}, 节点(${node.name})对应的审批人不允许为空`);
    named.set(stateId, plainText(names).split(',').filter(Boolean));
  }
  return named;
}

function processorsRefused(text: string): Refusal {
  return refusedWith({ state_processors: [new ErrorDetail(text)] });
}

function readFields(fields: unknown): readonly SentField[] {
  if (fields === undefined || fields === null) return [];
  if (!Array.isArray(fields)) throw crashed('string indices must be integers');
  return fields.map((entry: unknown) => {
    const field = asObject(entry);
    for (const name of ['key', 'value']) if (field[name] === undefined) throw crashed(`'${name}'`); // as above
    return { key: plainText(field['key']), value: field['value'], type: plainText(field['type']) };
  });
}

/** The checks of contract §4 over the first step, each refusal as a failed creation. */
function checkForm(service: ServiceDesign, sent: readonly SentField[], creator: string, now: number): void {
  const node = firstNode(service);
  const fields = node?.fields ?? [];
  const keys = new Set(sent.map(({ key }) => key));
  const missing = fields.filter(({ key, validateType }) => validateType === 'REQUIRE' && !keys.has(key));
  if (missing.length > 0) throw notCreated(`单据创建失败，缺少参数：${reprTexts(missing.map(({ key }) => key))}`);
  const { processorsType = 'OPEN', processors = [] } = node ?? {};
  if (processorsType !== 'OPEN' && !membersOf(processorsType, processors).includes(creator)) {
    throw notCreated(`【${creator}】没有任务【提单】的【提交】操作权限.`);
  }
  const table = tabulateFields(sent);
  for (const { key, value } of sent) {
    const design = fields.find((field) => field.key === key);
    if (design === undefined) throw notCreated(`【${key}】字段不存在，请联系管理员`);
    try {
      checkField(design, value, { ticket: undefined, table, now });
    } catch (error) {
      throw error instanceof Refusal ? notCreated(error.plainReason()) : error;
    }
  }
}

function notCreated(reason: string): Refusal {
  return cleanRefusal(3900003, `提单失败: ${reason}`);
}

function readDynamicFields(given: unknown): readonly (readonly [FieldDesign, string])[] {
  if (!Array.isArray(given)) return [];
  return given.map((entry: unknown, index) => {
    const field = asObject(entry);
    const text = (name: string, limit: number): ReturnType<typeof checkText> => {
      return checkText(field[name], { isRequired: true, mayBeBlank: false, limit });
    };
    const {
      name = '',
      type = '',
      value = '',
    } = requireTexts({
      name: text('name', 32),
      type: text('type', 32),
      value: text('value', 255),
    });
    if (!['STRING', 'INT', 'LINK'].includes(type)) {
      throw refusedWith({ type: [new ErrorDetail(`“${type}” 不是合法选项。`, 'invalid_choice')] });
    }
    const design: FieldDesign = {
      key: `dynamic_${index + 1}`,
      type,
      name,
      desc: '',
      choice: [],
      validateType: 'OPTION',
      regex: 'EMPTY',
      customRegex: '',
      meta: {},
      isReadonly: false,
      sourceType: 'CUSTOM',
      sourceUri: '',
    };
    return [design, value];
  });
}

const prefixes: Readonly<Record<StoredTicket['flow']['serviceType'], string>> = {
  request: 'REQ',
  event: 'INC',
  change: 'CRQ',
  question: 'PBI',
};

/** REQ, INC, CRQ or PBI, the day and six digits (contract §1.7). */
function nextNumber({ store, now }: Itsm, type: StoredTicket['flow']['serviceType']): string {
  const day = formatTime(now()).slice(0, 10).replaceAll('-', '');
  const count = store.list().length + 1;
  return `${prefixes[type]}${day}${String(500_000 + count)}`;
}
