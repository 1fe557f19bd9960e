import type { HuaweiAnswer } from '../httpMessages.ts';
import { ActionParams } from './actionParams.ts';
import { answerWith, findPerson, notFound, parameterError, type Coc, type CocCall } from './coc.ts';
import { reviewersOf, type StoredIssue } from './issueModel.ts';
import { makeSubTicket } from './issueStore.ts';
import { isKnown, issueStatus } from './names.ts';

const { draft, unaccepted, rejected, handling, suspensionApproval, suspended, changing, withdrawn, completed } =
  issueStatus;

interface Outcome {
  readonly change: Partial<StoredIssue>;
  readonly comment: string;
}

interface IssueAction {
  readonly statuses: readonly string[];
  readonly who: 'assignee' | 'creator' | 'reviewer';
  /** @throws Refusal */
  readonly run: (coc: Coc, issue: StoredIssue, params: ActionParams) => Outcome;
}

/** What can be done to an issue; nothing lists what is allowed at the moment (contract §2.6). */
const actions: ReadonlyMap<string, IssueAction> = new Map<string, IssueAction>(
  Object.entries({
    gocm_issues_accepte: {
      statuses: [unaccepted],
      who: 'assignee',
      run: () => ({ change: { status: handling }, comment: '' }),
    },
    gocm_issues_unaccepted_reject: {
      statuses: [unaccepted],
      who: 'assignee',
      run: (_coc, { creatorId }, params) => ({
        comment: params.neededText('unaccepted_rejection_description'),
        change: { status: rejected, assigneeId: creatorId },
      }),
    },
    gocm_issues_undo_create: {
      statuses: [draft, unaccepted, rejected],
      who: 'creator',
      run: (_coc, _issue, params) => ({
        comment: params.neededText('revocation_reason'),
        change: { status: withdrawn, assigneeId: '' },
      }),
    },
    gocm_issues_handling_forwarding: { statuses: [unaccepted, handling], who: 'assignee', run: forward },
    ugrading_and_downgrading: { statuses: [unaccepted, handling], who: 'assignee', run: changeLevel },
    being_handled_initiate_suspend: { statuses: [handling], who: 'assignee', run: suspend },
    agreed: { statuses: [suspensionApproval], who: 'reviewer', run: review },
    suspend_resume: {
      statuses: [suspended],
      who: 'assignee',
      run: () => ({ change: { status: handling }, comment: '' }),
    },
    submitting_question: { statuses: [handling], who: 'assignee', run: submitSolution },
  } satisfies Record<string, IssueAction>),
);

/** POST /v1/issues_mgmt/actions: the answer has no data (contract §2.6). @throws Refusal */
export function actOnIssue(coc: Coc, { body, caller }: CocCall): HuaweiAnswer {
  const { ticket_id: id, action: name, params } = body;
  const issue = typeof id === 'string' ? coc.issues.get(id) : undefined;
  if (issue === undefined) throw notFound();
  const action = typeof name === 'string' ? actions.get(name) : undefined;
  if (action === undefined || typeof name !== 'string') throw parameterError('action');
  if (!issue.hasStarted || !action.statuses.includes(issue.status)) {
    throw parameterError('The operation is not supported in the current status.');
  }
  if (!peopleOf(issue, action.who).includes(caller.user.id)) {
    throw parameterError('The current user has no permission for the operation.');
  }
  const { change, comment } = action.run(coc, issue, new ActionParams(params));
  coc.issues.act(issue, { action: name, operatorId: caller.user.id, comment }, change);
  return answerWith(coc);
}

function peopleOf(issue: StoredIssue, who: IssueAction['who']): readonly string[] {
  switch (who) {
    case 'assignee':
      return [issue.assigneeId];
    case 'creator':
      return [issue.creatorId];
    case 'reviewer':
      return reviewersOf(issue);
  }
}

function forward(coc: Coc, _issue: StoredIssue, params: ActionParams): Outcome {
  const comment = params.neededText('explain');
  const type = params.neededText('virtual_schedule_type');
  if (!isKnown(type, 'issues_mgmt_virtual_schedule_type_')) throw parameterError('virtual_schedule_type');
  const person = findPerson(coc, params.neededText('forwarding_assigne')); // the wire's own spelling
  if (person === undefined) throw parameterError('forwarding_assigne');
  return { comment, change: { assigneeId: person.id } };
}

function changeLevel(_coc: Coc, issue: StoredIssue, params: ActionParams): Outcome {
  const level = params.neededText('up_down_updated_level');
  const comment = params.neededText('up_down_grade_reason_comment');
  if (!isKnown(level, 'issues_level_') || level === issue.level) throw parameterError('up_down_updated_level');
  if (params.neededText('level') !== issue.level) throw parameterError('level');
  return { comment, change: { level } };
}

function suspend({ now }: Coc, issue: StoredIssue, params: ActionParams): Outcome {
  if (params.time('estimated_recovery_time') <= now()) throw parameterError('estimated_recovery_time');
  const comment = params.neededText('suspend_description', 300);
  const status = reviewersOf(issue).length > 0 ? suspensionApproval : suspended;
  return { comment, change: { status } };
}

function review(_coc: Coc, _issue: StoredIssue, params: ActionParams): Outcome {
  const status = params.boolean('conclusion') ? suspended : handling;
  return { comment: params.text('approve_note'), change: { status } };
}

function submitSolution({ now }: Coc, issue: StoredIssue, params: ActionParams): Outcome {
  const needsChange = params.boolean('is_need_change');
  const rootCauseType = params.neededText('root_cause_type');
  if (!isKnown(rootCauseType, 'issues_root_cause_type_')) throw parameterError('root_cause_type');
  const regions = params.list('regions');
  if (regions.length === 0) throw parameterError('regions');
  const subTickets = params.objects('sub_tickets').map(({ target_type: type, target_value: value }, index) => {
    if (typeof type !== 'string' || typeof value !== 'string') throw parameterError('sub_tickets');
    return makeSubTicket(issue.number, issue.subTickets.length + index, type, value, now());
  });
  if (needsChange && subTickets.length === 0) throw parameterError('sub_tickets');
  return {
    comment: params.neededText('solution', 10_000),
    change: {
      status: needsChange ? changing : completed,
      assigneeId: needsChange ? issue.assigneeId : '',
      needsChange,
      isCommon: params.boolean('is_common_issue'),
      regions,
      rootCauseServiceId: params.neededText('root_cause_cloud_service'),
      rootCauseType,
      rootCause: params.neededText('root_cause_comment', 10_000),
      solution: params.neededText('solution', 10_000),
      version: params.text('issue_version'),
      handleTime: now() - issue.createdAt,
      subTickets: [...issue.subTickets, ...subTickets],
    },
  };
}
