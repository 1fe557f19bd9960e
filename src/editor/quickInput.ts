import { l10n, QuickInputButtons, window, type Disposable, type QuickInput, type QuickPickItem } from 'vscode';

/** The user went one step back. */
export const back = Symbol('back');

/** What a step of a wizard gives: a value, back to the step before, or `undefined` when the user gave up. */
export type StepResult<T> = T | typeof back | undefined;

export interface StepFrame {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

export interface TextQuestion {
  readonly prompt: string;
  readonly placeholder: string;
  readonly value: string;
  readonly isPassword: boolean;
  /** The problem with a value; `undefined`: it is good. */
  readonly validate: (value: string) => string | undefined;
}

/** Asks for a line of text. Stays open when the focus moves away, so that people can look the answer up. */
export function askText(frame: StepFrame, question: TextQuestion): Promise<StepResult<string>> {
  const input = window.createInputBox();
  input.prompt = question.prompt;
  input.placeholder = question.placeholder;
  input.value = question.value;
  input.password = question.isPassword;
  return ask<string>(input, frame, (finish) => [
    input.onDidChangeValue(() => {
      input.validationMessage = undefined;
    }),
    input.onDidAccept(() => {
      const value = input.value.trim();
      const problem = question.validate(value);
      if (problem === undefined) finish(value);
      else input.validationMessage = problem;
    }),
  ]);
}

/** Asks for one of several. */
export function askChoice<T extends QuickPickItem>(
  frame: StepFrame,
  items: readonly T[],
  prompt: string,
  active?: T,
): Promise<StepResult<T>> {
  const pick = window.createQuickPick<T>();
  pick.items = items;
  // Not the placeholder, which is cut off at the end of its line.
  pick.prompt = prompt;
  pick.matchOnDetail = true;
  if (active !== undefined) pick.activeItems = [active];
  return ask<T>(pick, frame, (finish) => [
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      if (chosen !== undefined) finish(chosen);
    }),
  ]);
}

function ask<T>(
  input: QuickInput & { buttons: readonly unknown[]; onDidTriggerButton: (listener: () => void) => Disposable },
  { title, step, totalSteps }: StepFrame,
  listen: (finish: (value: T) => void) => Disposable[],
): Promise<StepResult<T>> {
  return new Promise((resolve) => {
    let subscriptions: Disposable[] = [];
    const finish = (result: StepResult<T>): void => {
      resolve(result);
      for (const subscription of subscriptions) subscription.dispose();
      input.dispose();
    };
    input.title = title;
    input.step = step;
    input.totalSteps = totalSteps;
    input.ignoreFocusOut = true;
    input.buttons = step > 1 ? [QuickInputButtons.Back] : [];
    // Back is the only button there is.
    subscriptions = [
      ...listen(finish),
      input.onDidTriggerButton(() => finish(back)),
      input.onDidHide(() => finish(undefined)),
    ];
    input.show();
  });
}

/** What is wrong with an answer that must be given; for `TextQuestion.validate`. */
export function requireText(value: string): string | undefined {
  return value === '' ? l10n.t('This must not be empty.') : undefined;
}
