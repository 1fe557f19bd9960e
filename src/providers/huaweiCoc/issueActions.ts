import { message } from '../../domain/message.ts';
import { makeAction, type Action, type DecisionAnswer } from './actions.ts';
import { individual, issueLevels, optionsOf } from './codes.ts';
import type { EnumNames } from './enumNames.ts';
import { FieldMaker, type Locale } from './fields.ts';
import { isMe, type Reader } from './reader.ts';
import type { CocIssue } from './schema.ts';
import { issueStage, type Stage } from './statuses.ts';

/** In the console; the interface names no limit. */
const maxSuspendDescription = 300;
const maxReviewComment = 1024;

/**
 * What can be done to an issue. No interface tells, so that it is concluded from the stage; at one that is not known
 * everything is offered, and the server refuses what does not go (contract §2.6).
 */
export function issueActions(issue: CocIssue, names: EnumNames, reader: Reader): readonly Action[] {
  const stage = issueStage(issue, names);
  const make = new IssueActionMaker(issue, names, reader);
  const withdraw = isWithdrawable(issue, names, reader) ? [make.withdraw()] : [];
  switch (stage) {
    case 'unaccepted':
      return [make.accept(), make.reject(), make.forward(), ...withdraw];
    case 'handling':
      return [make.submitSolution(stage), make.forward(), make.changeLevel(), make.suspend()];
    case 'inReview':
      return [make.review(stage)];
    case 'suspended':
      return [make.resume()];
    case 'draft':
    case 'rejected':
      return withdraw;
    // How these go on is done in ways that are not published.
    case 'implementing':
    case 'verifying':
    case 'completed':
    case 'withdrawn':
      return [];
    case 'unknown':
      return [
        make.accept(),
        make.reject(),
        make.forward(),
        make.submitSolution(stage),
        make.changeLevel(),
        make.suspend(),
        make.review(stage),
        make.resume(),
        ...withdraw,
      ];
  }
}

/** By its creator; by anybody as long as it is not known who the user is. */
function isWithdrawable({ creator }: CocIssue, names: EnumNames, reader: Reader): boolean {
  const { id, name } = reader.me;
  return (id === '' && name === '') || creator === '' || isMe(creator, names, reader);
}

class IssueActionMaker {
  readonly #issue: CocIssue;
  readonly #names: EnumNames;
  readonly #locale: Locale;
  readonly #fields: FieldMaker;

  constructor(issue: CocIssue, names: EnumNames, locale: Locale) {
    this.#issue = issue;
    this.#names = names;
    this.#locale = locale;
    this.#fields = new FieldMaker(locale);
  }

  accept(): Action {
    return makeAction({ key: 'gocm_issues_accepte', kind: 'accept', name: this.#say(message('Accept')) });
  }

  reject(): Action {
    return makeAction({
      key: 'gocm_issues_unaccepted_reject',
      kind: 'reject',
      name: this.#say(message('Reject')),
      input: { kind: 'remark', param: 'unaccepted_rejection_description', need: 'required', maxLength: undefined },
    });
  }

  withdraw(): Action {
    return makeAction({
      key: 'gocm_issues_undo_create',
      kind: 'withdraw',
      name: this.#say(message('Withdraw')),
      scope: 'ticket',
      isIrreversible: true,
      input: { kind: 'remark', param: 'revocation_reason', need: 'required', maxLength: undefined },
    });
  }

  /** To a person: what a shift would need is not published. */
  forward(): Action {
    return makeAction({
      key: 'gocm_issues_handling_forwarding',
      kind: 'transfer',
      name: this.#say(message('Forward')),
      constants: { virtual_schedule_type: individual },
      input: {
        kind: 'form',
        belongsToStep: false,
        fields: () => [
          this.#fields.choice({
            key: 'forwarding_assigne',
            label: message('New owner'),
            description: message('Somebody who is named in the ticket, or the IAM user ID of anybody else.'),
            isRequired: true,
            options: this.#names.people(),
            allowsFreeText: true,
          }),
          this.#fields.text({ key: 'explain', label: message('Description'), isRequired: true, isMultiline: true }),
        ],
      },
    });
  }

  changeLevel(): Action {
    const { level } = this.#issue;
    return makeAction({
      key: 'ugrading_and_downgrading',
      kind: 'other',
      name: this.#say(message('Change level')),
      constants: level === '' ? {} : { level },
      input: {
        kind: 'form',
        belongsToStep: false,
        fields: () => [
          this.#fields.choice({
            key: 'up_down_updated_level',
            label: message('New level'),
            isRequired: true,
            value: level,
            options: optionsOf(issueLevels, this.#locale, this.#names, 'level'),
          }),
          this.#fields.text({
            key: 'up_down_grade_reason_comment',
            label: message('Reason'),
            isRequired: true,
            isMultiline: true,
          }),
        ],
      },
    });
  }

  suspend(): Action {
    return makeAction({
      key: 'being_handled_initiate_suspend',
      kind: 'suspend',
      name: this.#say(message('Suspend')),
      note: message('Suspending has to be approved, usually by the creator.'),
      input: {
        kind: 'form',
        belongsToStep: false,
        fields: () => [
          this.#fields.moment({
            key: 'estimated_recovery_time',
            label: message('Estimated recovery time'),
            isRequired: true,
          }),
          this.#fields.text({
            key: 'suspend_description',
            label: message('Description'),
            isRequired: true,
            isMultiline: true,
            maxLength: maxSuspendDescription,
          }),
        ],
      },
    });
  }

  resume(): Action {
    return makeAction({ key: 'suspend_resume', kind: 'resume', name: this.#say(message('Resume')) });
  }

  /** One action for both answers: "rejected" is for changes only. */
  review(stage: Stage): Action {
    const action = makeAction({ key: 'agreed', kind: 'submit', name: this.#say(message('Review')) });
    const answer = (conclusion: boolean): DecisionAnswer => ({
      wireKey: action.wireKey,
      taskId: undefined,
      toParams: (note) => ({ conclusion, ...(note === '' ? {} : { approve_note: note }) }),
    });
    if (stage === 'inReview') {
      return {
        ...action,
        input: {
          kind: 'decision',
          maxLength: maxReviewComment,
          answers: { approve: answer(true), reject: answer(false) },
        },
      };
    }
    const fields = () => [
      this.#fields.yesOrNo({
        key: 'conclusion',
        label: message('Conclusion'),
        value: true,
        yes: message('Approved'),
        no: message('Not approved'),
      }),
      this.#fields.text({
        key: 'approve_note',
        label: message('Comment'),
        isMultiline: true,
        maxLength: maxReviewComment,
      }),
    ];
    return { ...action, kind: 'other', input: { kind: 'form', belongsToStep: false, fields } };
  }

  submitSolution(stage: Stage): Action {
    const belongsToStep = stage === 'handling';
    return makeAction({
      key: 'submitting_question',
      kind: belongsToStep ? 'submit' : 'other',
      name: this.#say(message('Submit solution')),
      input: { kind: 'form', belongsToStep, fields: () => this.#solutionFields() },
    });
  }

  #solutionFields() {
    const issue = this.#issue;
    const names = this.#names;
    const make = this.#fields;
    const knownRegions = issue.regions.map((code) => `${code} (${names.name('regions', code)})`).join(', ');
    return [
      make.choice({
        key: 'root_cause_type',
        label: message('Root cause category'),
        description: message(
          'One that the ticket names, or the code of another one: categories are made by your tenant.',
        ),
        isRequired: true,
        value: issue.root_cause_type,
        options: names.options('root_cause_type'),
        allowsFreeText: true,
      }),
      make.choice({
        key: 'root_cause_cloud_service',
        label: message('Responsible service'),
        description: message('One that the ticket names, or the ID of another application.'),
        isRequired: true,
        value: issue.root_cause_cloud_service || issue.current_cloud_service_id,
        options: names.options('root_cause_cloud_service', 'current_cloud_service_id'),
        allowsFreeText: true,
      }),
      make.text({
        key: 'root_cause_comment',
        label: message('Root cause'),
        isRequired: true,
        isMultiline: true,
        value: issue.root_cause_comment,
      }),
      make.text({
        key: 'solution',
        label: message('Solution'),
        isRequired: true,
        isMultiline: true,
        value: issue.solution,
      }),
      make.text({
        key: 'regions',
        label: message('Regions'),
        description:
          knownRegions === ''
            ? message('Codes of regions with commas between them.')
            : message('Codes of regions with commas between them. The ticket has: {0}', knownRegions),
        isRequired: true,
        value: issue.regions.join(','),
      }),
      make.text({ key: 'issue_version', label: message('Version'), value: issue.issue_version }),
      make.yesOrNo({
        key: 'is_common_issue',
        label: message('Common issue'),
        value: issue.is_common_issue === true,
      }),
      make.yesOrNo({ key: 'is_need_change', label: message('Change needed'), value: issue.is_need_change === true }),
      make.table({
        key: 'sub_tickets',
        label: message('Regions to change'),
        columns: [
          { key: 'affected_region', label: message('Affected region') },
          { key: 'target_type', label: message('Kind of target') },
          { key: 'target_value', label: message('Target') },
        ],
        visibleWhen: { kind: 'oneOf', fieldKey: 'is_need_change', values: ['true'] },
      }),
    ];
  }

  #say: Locale['translate'] = (text) => this.#locale.translate(text);
}
