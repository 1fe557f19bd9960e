import type { Itsm, Parameters } from './itsm.ts';
import { paginate } from './paging.ts';
import { plainText } from './plainText.ts';
import { badParameter, crashed, fieldProblems, refusedWith, serverError } from './refusal.ts';
import { parseTime } from './shanghaiTime.ts';
import { currentNodes, currentProcessors, isOver, waitingSigners, type StoredTicket } from './ticketModel.ts';
import { viewItem, viewUserItem } from './ticketViews.ts';

/** get_tickets (contract §1.4): no permission filter, newest first. @throws Refusal */
export function getTickets({ store, origin }: Itsm, parameters: Parameters): unknown {
  const { creator, tag, project_key: projectKey, username } = parameters;
  const tests: ((ticket: StoredTicket) => boolean)[] = [
    ...listTest(parameters['sns'], ({ sn }) => sn),
    ...listTest(parameters['service_id__in'], ({ flow }) => flow.serviceId),
    ...listTest(parameters['bk_biz_id__in'], ({ bkBizId }) => bkBizId),
    ...listTest(parameters['current_status__in'], ({ status }) => status),
    ...timeTests(parameters, 'create_at', ({ createdAt }) => createdAt),
    ...timeTests(parameters, 'end_at', ({ endedAt }) => endedAt),
  ];
  if (isGiven(creator)) tests.push((ticket) => ticket.creator === creator);
  if (isGiven(tag)) tests.push((ticket) => ticket.tag === tag);
  if (isGiven(projectKey)) tests.push((ticket) => ticket.projectKey === projectKey);
  if (isGiven(username)) {
    tests.push((ticket) => ticket.status === 'RUNNING' && currentProcessors(ticket).includes(plainText(username)));
  }
  const found = store.list().filter((ticket) => tests.every((test) => test(ticket)));
  return paginate(found, parameters, { view: (ticket) => viewItem(ticket, origin()) });
}

const views = new Map<string, (ticket: StoredTicket, user: string) => boolean>(
  Object.entries({
    my_todo: isTodo,
    my_approval: (ticket: StoredTicket, user: string) =>
      isTodo(ticket, user) &&
      currentNodes(ticket).some(({ design, status }) => design.type === 'APPROVAL' && status === 'RUNNING'),
    my_created: ({ creator }: StoredTicket, user: string) => creator === user,
    my_attention: ({ followers }: StoredTicket, user: string) => followers.includes(user),
    my_history: isHistory,
    my_dealt: (ticket: StoredTicket, user: string) => isTodo(ticket, user) || isHistory(ticket, user),
  }),
);

/** Lists look at RUNNING, RECEIVING and DISTRIBUTING only: a QUEUEING node is out of sight (contract §3.4). */
function isTodo(ticket: StoredTicket, user: string): boolean {
  if (isOver(ticket)) return false;
  return currentNodes(ticket).some((node) => {
    if (node.status === 'QUEUEING' || node.processorsType === 'OPEN' || node.design.type === 'TASK') return false;
    return waitingSigners(node).includes(user);
  });
}

function isHistory(ticket: StoredTicket, user: string): boolean {
  return ticket.creator !== user && ticket.logs.some(({ operator }) => operator === user);
}

/** get_tickets_by_user with its quirks (contract §1.5). @throws Refusal */
export function getTicketsByUser({ store, origin }: Itsm, parameters: Parameters): unknown {
  const user = parameters['username'] ?? parameters['user'];
  if (!isGiven(user)) throw badParameter('user 为必填项');
  const view = parameters['view_type'];
  if (!isGiven(view)) throw refusedWith({ view_type: fieldProblems.required() });
  const test = views.get(plainText(view));
  if (test === undefined) throw refusedWith({ view_type: fieldProblems.notAChoice(plainText(view)) });
  const excluded = parameters['exclude_ticket_id__in'];
  const found = store.list().filter((ticket) => {
    // An exclusion answers before the view is looked at: all tickets but those.
    if (isGiven(excluded)) return !plainText(excluded).split(',').includes(plainText(ticket.id));
    return test(ticket, plainText(user));
  });
  const tests = [
    ...listTest(givenNumber(parameters['service_id']), ({ flow }) => flow.serviceId),
    ...listTest(givenNumber(parameters['catalog_id']), ({ flow }) => flow.catalogId),
    ...processorTest(parameters['current_processor']),
    ...(isGiven(parameters['create_at__gte']) && isGiven(parameters['create_at__lte'])
      ? timeTests(parameters, 'create_at', ({ createdAt }) => createdAt)
      : []),
  ];
  return paginate(
    found.filter((ticket) => tests.every((one) => one(ticket))),
    parameters,
    {
      view: (ticket) => viewUserItem(ticket, origin(), plainText(user), store.get(ticket.masterSn ?? '')),
      outOfRange: () => crashed('无效页面。'), // this view has the open API's wrapper
    },
  );
}

function processorTest(processor: unknown): ((ticket: StoredTicket) => boolean)[] {
  return isGiven(processor) ? [(ticket) => currentProcessors(ticket).includes(plainText(processor))] : [];
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function givenNumber(value: unknown): readonly number[] {
  return isGiven(value) ? [Number(value)] : [];
}

function listTest(list: unknown, read: (ticket: StoredTicket) => unknown): ((ticket: StoredTicket) => boolean)[] {
  if (!isGiven(list)) return [];
  // A text is walked through by character, as Django does.
  const values: readonly unknown[] = Array.isArray(list) ? list : plainText(list).split('');
  const texts = new Set(values.map(plainText));
  return texts.size === 0 ? [] : [(ticket) => texts.has(plainText(read(ticket)))];
}

function timeTests(
  parameters: Parameters,
  name: string,
  read: (ticket: StoredTicket) => number | undefined,
): ((ticket: StoredTicket) => boolean)[] {
  return ['gte', 'lte'].flatMap((side) => {
    const given = parameters[`${name}__${side}`];
    if (!isGiven(given)) return [];
    const limit = parseTime(plainText(given));
    if (limit === undefined) throw serverError(`['“${plainText(given)}” 的值有一个无效的格式。']`);
    return [
      (ticket: StoredTicket): boolean => {
        const value = read(ticket);
        return value !== undefined && (side === 'gte' ? value >= limit : value < limit + 1000);
      },
    ];
  });
}
