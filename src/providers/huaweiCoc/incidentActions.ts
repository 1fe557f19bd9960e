import type { Decision } from '../../domain/approval.ts';
import type { Field } from '../../domain/field.ts';
import { message, type Message } from '../../domain/message.ts';
import type { OperationKind } from '../../domain/operation.ts';
import { makeAction, type Action, type ActionInput, type DecisionAnswer, type Params } from './actions.ts';
import { incidentLevels, incidentTypes, optionsOf } from './codes.ts';
import type { EnumNames } from './enumNames.ts';
import { FieldMaker, type Locale } from './fields.ts';
import type { CocIncident, CocTask } from './schema.ts';
import { incidentStage } from './statuses.ts';

/** The interface's own limit. */
const maxLongText = 10_000;
const maxNote = 1024;

/** An operation of a task, with what is around it. */
interface Offer {
  readonly key: string;
  readonly taskId: string;
  readonly task: CocTask;
}

/**
 * What can be done to an incident: what its tasks say may be done now. Operations without a task id are not for this
 * user (contract §2.6).
 */
export function incidentActions(
  incident: CocIncident,
  tasks: readonly CocTask[],
  names: EnumNames,
  locale: Locale,
): readonly Action[] {
  const make = new IncidentActionMaker(incident, names, locale);
  const actions = tasks.flatMap((task) => {
    const offers = task.operations
      .filter(({ task_id: id }) => id !== '')
      .map(({ key, task_id: taskId }): Offer => ({ key, taskId, task }));
    return make.ofTask(offers);
  });
  return onlyOneSubmission(distinct(actions));
}

/** Two tasks may offer one action: the second gets a key of its own, by which it is found again. */
function distinct(actions: readonly Action[]): readonly Action[] {
  const byKey = new Map<string, Action>();
  for (const action of actions) {
    const namesake = byKey.get(action.key);
    if (namesake === undefined) byKey.set(action.key, action);
    else if (namesake.taskId !== action.taskId) {
      const key = `${action.key}/${action.taskId}`;
      byKey.set(key, { ...action, key });
    }
  }
  return [...byKey.values()];
}

/** A step has one form of its own: whatever comes second is an operation with a form. */
function onlyOneSubmission(actions: readonly Action[]): readonly Action[] {
  const first = actions.find(({ kind }) => kind === 'submit');
  return actions.map((action) =>
    action.kind !== 'submit' || action === first || action.input.kind !== 'form'
      ? action
      : { ...action, kind: 'other', input: { ...action.input, belongsToStep: false } },
  );
}

class IncidentActionMaker {
  readonly #incident: CocIncident;
  readonly #names: EnumNames;
  readonly #locale: Locale;
  readonly #fields: FieldMaker;

  constructor(incident: CocIncident, names: EnumNames, locale: Locale) {
    this.#incident = incident;
    this.#names = names;
    this.#locale = locale;
    this.#fields = new FieldMaker(locale);
  }

  ofTask(offers: readonly Offer[]): readonly Action[] {
    const agreed = offers.find(({ key }) => key === 'agreed');
    const rejected = offers.find(({ key }) => key === 'rejected');
    if (agreed === undefined || rejected === undefined) return offers.map((offer) => this.#single(offer));
    const others = offers.filter((offer) => offer !== agreed && offer !== rejected);
    return [this.#review(agreed, rejected), ...others.map((offer) => this.#single(offer))];
  }

  #single(offer: Offer): Action {
    switch (offer.key) {
      case 'accepted':
        return this.#plain(offer, 'accept', message('Accept'));
      case 'recovery':
        return this.#plain(offer, 'resume', message('Resume'));
      case 'addRemark':
        return { ...this.#withRemark(offer, 'other', message('Add remark'), 'note'), scope: 'ticket' };
      case 'unAcceptedForward':
      case 'acceptedForward':
        return this.#withForm(offer, 'transfer', message('Forward'), () => this.#forwardFields());
      case 'commitSolution':
        return this.#withForm(offer, 'submit', message('Submit solution'), () => this.#solutionFields());
      case 'confirm':
        return this.#withForm(offer, 'submit', message('Verify'), () => this.#confirmFields());
      case 'incidentPause':
        return this.#withForm(offer, 'suspend', message('Suspend'), () => this.#pauseFields());
      case 'changeLevel':
        return this.#withForm(offer, 'other', message('Change level'), () => this.#levelFields());
      case 'rejected':
        return this.#withRemark(offer, 'reject', message('Reject'), 'virtual_confirm_comment');
      case 'agreed':
        return this.#agreedAlone(offer);
      // The documents have both spellings.
      case 'ReOpen':
      case 'Reopen':
        return {
          ...this.#withForm(offer, 'other', message('Reopen'), () => this.#reopenFields()),
          constants: this.#reopenConstants(),
        };
      default:
        // One that is not known: perhaps it needs nothing else, and if it does, the server says so.
        return makeAction({ key: offer.key, kind: 'other', name: offer.key, taskId: offer.taskId });
    }
  }

  #plain({ key, taskId }: Offer, kind: OperationKind, name: Message): Action {
    return makeAction({ key, kind, name: this.#locale.translate(name), taskId });
  }

  #withRemark(offer: Offer, kind: OperationKind, name: Message, param: string): Action {
    const input: ActionInput = { kind: 'remark', param, need: 'required', maxLength: maxNote };
    return { ...this.#plain(offer, kind, name), input };
  }

  #withForm(offer: Offer, kind: OperationKind, name: Message, fields: () => readonly Field[]): Action {
    return { ...this.#plain(offer, kind, name), input: { kind: 'form', belongsToStep: kind === 'submit', fields } };
  }

  /** Of a rejected incident it means closing it; where else it may stand alone is not known. */
  #agreedAlone(offer: Offer): Action {
    if (incidentStage(this.#incident, this.#names) === 'rejected') {
      return { ...this.#plain(offer, 'close', message('Close')), isIrreversible: true };
    }
    return {
      ...this.#plain(offer, 'other', message('Approve')),
      input: { kind: 'remark', param: 'note', need: 'optional', maxLength: maxNote },
      constants: this.#conclusion(offer, 'approve'),
    };
  }

  /** Two operations that are the two answers of one decision. */
  #review(agreed: Offer, rejected: Offer): Action {
    return makeAction({
      key: agreed.key,
      kind: 'submit',
      name: this.#locale.translate(message('Review')),
      taskId: agreed.taskId,
      input: {
        kind: 'decision',
        maxLength: maxNote,
        answers: { approve: this.#answer(agreed, 'approve'), reject: this.#answer(rejected, 'reject') },
      },
    });
  }

  #answer(offer: Offer, decision: Decision): DecisionAnswer {
    return {
      wireKey: offer.key,
      taskId: offer.taskId,
      toParams: (note) => ({ ...this.#conclusion(offer, decision), ...(note === '' ? {} : { note }) }),
    };
  }

  /**
   * Pausing and changing a level want the same word under different names. Which of them is reviewed only names tell;
   * where they do not, both are sent.
   */
  #conclusion({ task }: Offer, decision: Decision): Params {
    const isApproved = decision === 'approve';
    const { work_flow_status: status, phase } = this.#incident;
    const words = [
      task.name,
      task.key,
      status,
      phase,
      ...this.#names.bothNames('work_flow_status', status),
      ...this.#names.bothNames('phase', phase),
    ].join(' ');
    const isPause = /pause|suspen|暂停|挂起/iu.test(words);
    const isLevel = /level|grad|escalat|升级|降级|级别/iu.test(words);
    return {
      ...(isPause || !isLevel ? { pause_approve_conclusion: isApproved } : {}),
      ...(isLevel || !isPause ? { conclusion: isApproved } : {}),
    };
  }

  #forwardFields(): readonly Field[] {
    const toPerson = { kind: 'oneOf', fieldKey: ':target', values: ['person'] } as const;
    const toShift = { kind: 'oneOf', fieldKey: ':target', values: ['shift'] } as const;
    const make = this.#fields;
    const { translate } = this.#locale;
    return [
      make.choice({
        key: ':target',
        label: message('Forward to'),
        isRequired: true,
        value: 'person',
        display: 'radio',
        options: [
          { key: 'person', label: translate(message('A person')) },
          { key: 'shift', label: translate(message('A shift')) },
        ],
      }),
      make.choice({
        key: 'virtual_send_assignee',
        label: message('New owner'),
        description: message('Somebody who is named in the ticket, or the IAM user ID of anybody else.'),
        isRequired: true,
        options: this.#names.people(),
        allowsFreeText: true,
        visibleWhen: toPerson,
      }),
      make.text({
        key: 'virtual_schedule_type',
        label: message('Shift scenario'),
        description: message('Its ID, as the console shows it under shift schedules.'),
        isRequired: true,
        visibleWhen: toShift,
      }),
      make.text({
        key: 'virtual_schedule_role',
        label: message('Shift role'),
        description: message('Its ID, as the console shows it under shift schedules.'),
        isRequired: true,
        visibleWhen: toShift,
      }),
      make.text({
        key: 'virtual_current_location_info',
        label: message('What is known so far'),
        isMultiline: true,
      }),
      make.text({ key: 'virtual_send_comment', label: message('Comment'), isRequired: true, isMultiline: true }),
    ];
  }

  #solutionFields(): readonly Field[] {
    const incident = this.#incident;
    const make = this.#fields;
    const whenInterrupted = { kind: 'oneOf', fieldKey: 'is_service_interrupt', values: ['true'] } as const;
    return [
      this.#typeField(),
      make.yesOrNo({
        key: 'is_service_interrupt',
        label: message('Service interrupted'),
        value: incident.is_service_interrupt === true,
      }),
      make.moment({
        key: 'start_time',
        label: message('Start of the fault'),
        isRequired: true,
        value: incident.start_time,
        visibleWhen: whenInterrupted,
      }),
      make.moment({
        key: 'fault_recovery_time',
        label: message('Recovery'),
        isRequired: true,
        visibleWhen: whenInterrupted,
      }),
      make.text({
        key: 'cause',
        label: message('Cause'),
        isRequired: true,
        isMultiline: true,
        maxLength: maxLongText,
      }),
      make.text({
        key: 'solution',
        label: message('Solution'),
        isRequired: true,
        isMultiline: true,
        maxLength: maxLongText,
      }),
      make.files({ key: 'resolve_attachments', label: message('Attachments') }),
    ];
  }

  #typeField(): Field {
    return this.#fields.choice({
      key: 'mtm_type',
      label: message('Incident type'),
      isRequired: true,
      value: this.#incident.mtm_type,
      options: optionsOf(incidentTypes, this.#locale, this.#names, 'mtm_type', 'incident_type'),
      allowsFreeText: true,
    });
  }

  #confirmFields(): readonly Field[] {
    return [
      this.#fields.yesOrNo({
        key: 'virtual_confirm_result',
        label: message('Result'),
        value: true,
        yes: message('Solved'),
        no: message('Not solved'),
      }),
      this.#fields.text({
        key: 'virtual_confirm_comment',
        label: message('Comment'),
        isMultiline: true,
        maxLength: maxNote,
      }),
    ];
  }

  #pauseFields(): readonly Field[] {
    return [
      this.#fields.moment({ key: 'pause_end_time', label: message('Paused until'), isRequired: true }),
      this.#fields.text({ key: 'pause_reason', label: message('Reason'), isRequired: true, isMultiline: true }),
    ];
  }

  #levelField(key: string, label: Message): Field {
    return this.#fields.choice({
      key,
      label,
      isRequired: true,
      value: this.#incident.level_id,
      options: optionsOf(incidentLevels, this.#locale, this.#names, 'level_id', 'incident_level'),
      allowsFreeText: true,
    });
  }

  #levelFields(): readonly Field[] {
    return [
      this.#levelField('virtual_target_level', message('New level')),
      this.#fields.text({
        key: 'virtual_change_level_comment',
        label: message('Reason'),
        isRequired: true,
        isMultiline: true,
      }),
    ];
  }

  #reopenConstants(): Params {
    const { source_id: source, incident_ownership: ownership } = this.#incident;
    return {
      source_id: source === '' ? 'incident_source_manual' : source,
      ...(ownership === '' ? {} : { incident_ownership: ownership }),
    };
  }

  /** What a new incident would need, as it was. */
  #reopenFields(): readonly Field[] {
    const incident = this.#incident;
    const make = this.#fields;
    const names = this.#names;
    return [
      make.text({ key: 'title', label: message('Title'), isRequired: true, maxLength: 200, value: incident.title }),
      make.text({
        key: 'description',
        label: message('Description'),
        isRequired: true,
        isMultiline: true,
        maxLength: 600,
        value: incident.description,
      }),
      this.#levelField('level_id', message('Level')),
      this.#typeField(),
      make.yesOrNo({
        key: 'is_service_interrupt',
        label: message('Service interrupted'),
        value: incident.is_service_interrupt === true,
      }),
      make.choice({
        key: 'current_cloud_service_id',
        label: message('Application'),
        isRequired: true,
        value: incident.current_cloud_service_id,
        options: names.options('current_cloud_service_id'),
        allowsFreeText: true,
      }),
      make.choice({
        key: 'mtm_region',
        label: message('Region'),
        value: incident.mtm_region.join(','),
        options: names.options('mtm_region'),
        allowsFreeText: true,
      }),
      make.choice({
        key: 'enterprise_project_id',
        label: message('Enterprise project'),
        value: incident.enterprise_project_id,
        options: names.options('enterprise_project_id'),
        allowsFreeText: true,
      }),
      make.moment({ key: 'start_time', label: message('Start of the fault'), value: incident.start_time }),
      make.choice({
        key: 'assignee',
        label: message('Owner'),
        isRequired: true,
        value: incident.assignee.join(','),
        options: names.people(),
        allowsFreeText: true,
      }),
      make.files({ key: 'attachments', label: message('Attachments') }),
    ];
  }
}
