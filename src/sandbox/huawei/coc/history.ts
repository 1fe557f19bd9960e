import { randomUUID } from 'node:crypto';

/** Something that was done to a ticket. */
export interface HistoryEntry {
  readonly id: string;
  readonly action: string;
  readonly subAction: string;
  readonly operatorId: string;
  readonly comment: string;
  /** The ticket's status afterwards. */
  readonly status: string;
  readonly startedAt: number;
  readonly stoppedAt: number;
}

interface ActionName {
  readonly zh: string;
  readonly en: string;
}

/** Names of actions, those of the buttons. */
const actionNames: ReadonlyMap<string, ActionName> = new Map(
  Object.entries({
    create: '创建=Create',
    gocm_issues_accepte: '受理=Accept',
    gocm_issues_unaccepted_reject: '驳回=Reject',
    gocm_issues_undo_create: '撤销=Withdraw',
    gocm_issues_handling_forwarding: '转发=Forward',
    ugrading_and_downgrading: '升降级=Change level',
    being_handled_initiate_suspend: '申请挂起=Request suspension',
    suspend_resume: '恢复=Resume',
    submitting_question: '提交解决方案=Submit solution',
    agreed: '同意=Agree',
    rejected: '驳回=Reject',
    cancel_process_action: '撤销=Withdraw',
    accepted: '受理=Accept',
    recovery: '恢复=Recover',
    addRemark: '添加备注=Add remark',
    unAcceptedForward: '转发=Forward',
    acceptedForward: '转发=Forward',
    commitSolution: '提交解决方案=Submit solution',
    confirm: '验证=Verify',
    incidentPause: '申请暂停=Request pause',
    changeLevel: '申请升降级=Request level change',
    reopen: '重新打开=Reopen',
  }).map(([action, text]) => {
    const [zh = '', en = ''] = text.split('=');
    return [action, { zh, en }];
  }),
);

/** The action itself where it has no name. */
export function actionName(action: string): ActionName {
  return actionNames.get(action) ?? actionNames.get(action.toLowerCase()) ?? { zh: action, en: action };
}

/** An entry of something that takes no time. */
export function historyEntry(
  entry: Pick<HistoryEntry, 'action' | 'operatorId' | 'comment' | 'status'>,
  at: number,
): HistoryEntry {
  return { id: randomUUID().replaceAll('-', ''), subAction: '', startedAt: at, stoppedAt: at, ...entry };
}
