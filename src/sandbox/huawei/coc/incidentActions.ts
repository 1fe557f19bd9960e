import type { HuaweiAnswer } from '../httpMessages.ts';
import { ActionParams } from './actionParams.ts';
import { answerWith, findPerson, notFound, parameterError, type Coc, type CocCall } from './coc.ts';
import type { StoredIncident } from './incidentModel.ts';
import { offeredOperations, viewTasks } from './incidentTasks.ts';
import { incidentStatus, isKnown } from './names.ts';

const { triggered, acknowledged, rejected, resolved, completed, pauseApproval, paused, levelApproval } = incidentStatus;

interface Outcome {
  readonly change: Partial<StoredIncident>;
  readonly comment: string;
}

/** @throws Refusal */
type Run = (coc: Coc, incident: StoredIncident, params: ActionParams) => Outcome;

const longestText = 10_000;

const actions: ReadonlyMap<string, Run> = new Map<string, Run>(
  Object.entries({
    accepted: () => ({ change: { status: acknowledged }, comment: '' }),
    recovery: () => ({ change: { status: acknowledged }, comment: '' }),
    addRemark: (_coc, _incident, params) => ({ change: {}, comment: params.neededText('note') }),
    unAcceptedForward: forward,
    acceptedForward: forward,
    commitSolution,
    confirm,
    incidentPause: ({ now }, _incident, params) => {
      if (params.time('pause_end_time') <= now()) throw parameterError('pause_end_time');
      return { change: { status: pauseApproval }, comment: params.neededText('pause_reason') };
    },
    changeLevel: (_coc, incident, params) => {
      const level = params.neededText('virtual_target_level');
      if (!isKnown(level, 'level_') || level === incident.level) throw parameterError('virtual_target_level');
      const comment = params.neededText('virtual_change_level_comment');
      return { change: { status: levelApproval, pendingLevel: level }, comment };
    },
    agreed: (_coc, incident, params) => decide(incident, params, true),
    rejected: (_coc, incident, params) => decide(incident, params, false),
    ReOpen: reopen,
    Reopen: reopen,
  } satisfies Record<string, Run>),
);

/** GET …/tasks: this is the list of what is allowed (contract §2.6). @throws Refusal */
export function listTasks(coc: Coc, { params, caller }: CocCall): HuaweiAnswer {
  const incident = findIncident(coc, params['incident_id']);
  return answerWith(coc, viewTasks(coc, incident, caller.user.id));
}

/** POST …/actions. @throws Refusal */
export function actOnIncident(coc: Coc, { params, body, caller }: CocCall): HuaweiAnswer {
  const incident = findIncident(coc, params['incident_id']);
  const { task_id: taskId, action: key } = body;
  if (typeof taskId !== 'string' || taskId === '') throw parameterError('task_id');
  if (typeof key !== 'string' || !actions.has(key)) throw parameterError('action');
  const offered = offeredOperations(coc, incident, caller.user.id).find((one) => one.key === key);
  if (offered?.taskId !== taskId) throw parameterError('The task does not exist or has been handled.');
  run(coc, incident, { key, params: body['params'], callerId: caller.user.id });
  return answerWith(coc);
}

const outsideActions: Readonly<Record<string, string>> = {
  acceptedIncident1: 'accepted',
  commitSolution1: 'commitSolution',
  confirm: 'confirm',
};

/** POST /v1/external/incident/handle: the older door, which wants to be told who calls (contract §2.6). @throws Refusal */
export function handleOutside(coc: Coc, { body, caller }: CocCall): HuaweiAnswer {
  const { incident_num: number, operator, operate_key: operateKey, parameter } = body;
  const incident = findIncident(coc, number);
  if (operator !== caller.user.id) throw parameterError('operator');
  const key = typeof operateKey === 'string' ? outsideActions[operateKey] : undefined;
  if (key === undefined) throw parameterError('operate_key');
  const offered = offeredOperations(coc, incident, caller.user.id).find((one) => one.key === key);
  if (offered === undefined || offered.taskId === '') throw parameterError('operate_key');
  run(coc, incident, { key, params: parameter, callerId: caller.user.id });
  return answerWith(coc, {});
}

function run(
  coc: Coc,
  incident: StoredIncident,
  { key, params, callerId }: { readonly key: string; readonly params: unknown; readonly callerId: string },
): void {
  const outcome = actions.get(key)?.(coc, incident, new ActionParams(params));
  if (outcome === undefined) throw parameterError('action');
  coc.incidents.act(incident, { action: key, operatorId: callerId, comment: outcome.comment }, outcome.change);
}

export function findIncident({ incidents }: Coc, number: unknown): StoredIncident {
  const incident = typeof number === 'string' ? incidents.get(number) : undefined;
  if (incident === undefined) throw notFound();
  return incident;
}

function forward(coc: Coc, _incident: StoredIncident, params: ActionParams): Outcome {
  const comment = params.neededText('virtual_send_comment');
  params.text('virtual_current_location_info');
  const given = params.text('virtual_send_assignee');
  const hasRole = params.text('virtual_schedule_type') !== '' && params.text('virtual_schedule_role') !== '';
  if (given === '' && !hasRole) throw parameterError('virtual_send_assignee');
  const person = findPerson(coc, given);
  if (given !== '' && person === undefined) throw parameterError('virtual_send_assignee');
  return { comment, change: { assigneeId: person?.id ?? '' } };
}

function commitSolution({ now }: Coc, _incident: StoredIncident, params: ActionParams): Outcome {
  const category = params.neededText('mtm_type');
  if (!isKnown(category, 'inc_type_')) throw parameterError('mtm_type');
  const isInterrupted = params.boolean('is_service_interrupt');
  const solution = params.neededText('solution', longestText);
  params.list('resolve_attachments');
  return {
    comment: solution,
    change: {
      status: resolved,
      category,
      isInterrupted,
      ...(isInterrupted
        ? { startedAt: params.time('start_time'), recoveredAt: params.time('fault_recovery_time') }
        : {}),
      cause: params.neededText('cause', longestText),
      solution,
      handledAt: now(),
    },
  };
}

function confirm(_coc: Coc, _incident: StoredIncident, params: ActionParams): Outcome {
  const isSolved = params.boolean('virtual_confirm_result');
  const comment = isSolved ? params.text('virtual_confirm_comment') : params.neededText('virtual_confirm_comment');
  return { comment, change: isSolved ? { status: completed, assigneeId: '' } : { status: acknowledged } };
}

/** The same two operations mean something else in every status, with parameters of their own (contract §2.6). */
function decide(incident: StoredIncident, params: ActionParams, isAgreed: boolean): Outcome {
  switch (incident.status) {
    case pauseApproval:
      if (params.boolean('pause_approve_conclusion') !== isAgreed) throw parameterError('pause_approve_conclusion');
      return { comment: params.text('note'), change: { status: isAgreed ? paused : acknowledged } };
    case levelApproval: {
      if (params.boolean('conclusion') !== isAgreed) throw parameterError('conclusion');
      const level = isAgreed ? (incident.pendingLevel ?? incident.level) : incident.level;
      return { comment: params.text('note'), change: { status: acknowledged, level, pendingLevel: undefined } };
    }
    case triggered:
      return {
        comment: params.neededText('virtual_confirm_comment'),
        change: { status: rejected, assigneeId: incident.creatorId },
      };
    default:
      return { comment: '', change: { status: completed, assigneeId: '' } };
  }
}

function reopen(coc: Coc, incident: StoredIncident, params: ActionParams): Outcome {
  const category = params.neededText('mtm_type');
  const level = params.neededText('level_id');
  if (!isKnown(category, 'inc_type_')) throw parameterError('mtm_type');
  if (!isKnown(level, 'level_')) throw parameterError('level_id');
  const assignee = findPerson(coc, params.text('assignee'));
  const change: Partial<StoredIncident> = {
    status: triggered,
    category,
    level,
    title: params.neededText('title', 200),
    description: params.neededText('description', 600),
    region: params.text('mtm_region'),
    serviceId: params.text('current_cloud_service_id'),
    isInterrupted: params.boolean('is_service_interrupt'),
    assigneeId: assignee?.id ?? incident.creatorId,
  };
  return { comment: '', change };
}
