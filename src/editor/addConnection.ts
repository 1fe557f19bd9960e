import { l10n, ProgressLocation, Uri, window, type QuickPickItem } from 'vscode';
import { makeConnectionId, normalizeBaseUrl } from '../application/connectionSettings.ts';
import { appliesTo, type Connection, type Secrets } from '../domain/connection.ts';
import type { BaseUrlPreset, ConnectionInput, ProviderDefinition } from '../domain/provider.ts';
import { toAbortSignal } from './cancellation.ts';
import { describeError } from './describeError.ts';
import { askChoice, askText, back, requireText, type StepFrame, type StepResult } from './quickInput.ts';
import { isAbort } from './runCommand.ts';
import type { Services } from './services.ts';
import { translate } from './translate.ts';

/** What the wizard has gathered so far; kept when going back. */
interface Answers {
  /** It is typed, not one of those that are offered. */
  hasOwnAddress: boolean;
  baseUrl: string;
  label: string;
  transport: Connection['transport'];
  caFile: string | undefined;
  readonly settings: Map<string, string>;
  readonly secrets: Map<string, string>;
}

type Step = (frame: StepFrame) => Promise<StepResult<unknown>>;

/**
 * Asks for everything a new connection needs, tries it, and stores it.
 * @returns the connection; `undefined`: the user gave up, and nothing was stored
 */
export async function addConnection(services: Services): Promise<Connection | undefined> {
  const definition = await chooseSystem(await services.connections.definitions());
  if (definition === undefined) return undefined;
  const answers: Answers = {
    hasOwnAddress: definition.baseUrlPresets.length === 0,
    baseUrl: '',
    label: '',
    transport: 'vscode',
    caFile: undefined,
    settings: new Map(),
    secrets: new Map(),
  };
  const steps = (): readonly Step[] => [
    ...(definition.baseUrlPresets.length === 0 ? [] : [(frame: StepFrame) => askPreset(frame, definition, answers)]),
    ...(answers.hasOwnAddress ? [(frame: StepFrame) => askBaseUrl(frame, definition, answers)] : []),
    ...inputSteps(firstAsked(definition, answers), answers, answers.settings, false),
    ...inputSteps(definition.secrets, answers, answers.secrets, true),
    (frame) => askLabel(frame, answers),
    (frame) => tryOut(services, frame, definition, answers),
  ];
  const title = l10n.t('Add Connection: {0}', translate(definition.label));
  if (!(await walk(steps, title))) return undefined;
  const connection = toConnection(services, definition, answers);
  tellIfNotKept(await services.connections.save(connection, secretsOf(definition, answers)));
  return connection;
}

/** A step for each input that the settings so far ask for. */
function inputSteps(
  inputs: readonly ConnectionInput[],
  answers: Answers,
  values: Map<string, string>,
  isPassword: boolean,
): readonly Step[] {
  return asked(inputs, answers).map((input) => (frame) => askInput(frame, input, values, isPassword));
}

function asked(inputs: readonly ConnectionInput[], { settings }: Answers): readonly ConnectionInput[] {
  return inputs.filter((input) => appliesTo(input, Object.fromEntries(settings)));
}

/** Those that are asked for: what was typed before another way to sign in was chosen is left aside. */
function secretsOf({ secrets }: ProviderDefinition, answers: Answers): Secrets {
  return Object.fromEntries(asked(secrets, answers).map(({ key }) => [key, answers.secrets.get(key) ?? '']));
}

function tellIfNotKept(isKept: boolean): void {
  if (isKept) return;
  void window.showWarningMessage(
    l10n.t(
      'The keyring of the system did not keep the credentials. They last until the editor is closed; environment variables can hold them instead (see the README).',
    ),
  );
}

/**
 * Asks for the secrets of a connection anew and tries them. The old ones stay until the new ones have worked, or the
 * user wants them stored anyway.
 * @returns whether new ones were stored
 */
export async function signIn(services: Services, connection: Connection): Promise<boolean> {
  const definition = (await services.connections.definitions()).find(({ system }) => system === connection.system);
  if (definition === undefined) return false;
  const answers: Answers = {
    hasOwnAddress: true,
    baseUrl: connection.baseUrl,
    label: connection.label,
    transport: connection.transport,
    caFile: connection.caFile,
    settings: new Map(Object.entries(connection.settings)),
    secrets: new Map(),
  };
  const steps = (): readonly Step[] => [
    ...inputSteps(definition.secrets, answers, answers.secrets, true),
    (frame) => tryOut(services, frame, definition, answers, connection),
  ];
  if (!(await walk(steps, l10n.t('Sign In: {0}', connection.label)))) return false;
  tellIfNotKept(await services.connections.signIn(connection.id, secretsOf(definition, answers)));
  return true;
}

/**
 * What is asked for before the first attempt: of the advanced settings only those that go with an offered address. With
 * another one, the default would send the secrets to a place that its user has not named.
 */
function firstAsked(
  { settings, baseUrlPresets }: ProviderDefinition,
  { hasOwnAddress }: Answers,
): readonly ConnectionInput[] {
  const ofAddress = new Set(hasOwnAddress ? baseUrlPresets.flatMap((preset) => Object.keys(preset.settings)) : []);
  return settings.filter(({ key, isAdvanced }) => isAdvanced !== true || ofAddress.has(key));
}

function advanced(inputs: readonly ConnectionInput[]): readonly ConnectionInput[] {
  return inputs.filter(({ isAdvanced }) => isAdvanced === true);
}

/**
 * Goes through the steps, forwards and back. `false`: the user gave up.
 * @param readSteps asked before each step, as an answer can bring in others after it
 */
async function walk(readSteps: () => readonly Step[], title: string): Promise<boolean> {
  for (let index = 0; index < readSteps().length;) {
    const steps = readSteps();
    const result = await steps[index]?.({ title, step: index + 1, totalSteps: steps.length });
    if (result === undefined) return false;
    index = Math.max(0, index + (result === back ? -1 : 1));
  }
  return true;
}

async function chooseSystem(definitions: readonly ProviderDefinition[]): Promise<ProviderDefinition | undefined> {
  if (definitions.length === 1) return definitions[0];
  const items = definitions.map((definition) => ({ label: translate(definition.label), definition }));
  return (await window.showQuickPick(items, { placeHolder: l10n.t('Which ticket system?'), ignoreFocusOut: true }))
    ?.definition;
}

interface PresetItem extends QuickPickItem {
  /** `undefined`: another address, to be typed. */
  readonly preset: BaseUrlPreset | undefined;
}

/** One of the addresses that are known, with the settings that go with it, or another one. */
async function askPreset(
  frame: StepFrame,
  definition: ProviderDefinition,
  answers: Answers,
): Promise<StepResult<PresetItem>> {
  const items: readonly PresetItem[] = [
    ...definition.baseUrlPresets.map((preset) => ({
      label: translate(preset.label),
      description: preset.baseUrl,
      preset,
    })),
    { label: l10n.t('Another Address…'), preset: undefined },
  ];
  const known = items.find(({ preset }) =>
    answers.hasOwnAddress ? preset === undefined : preset?.baseUrl === answers.baseUrl,
  );
  const chosen = await askChoice(frame, items, translate(definition.baseUrlHelp), known);
  if (chosen === undefined || chosen === back) return chosen;
  answers.hasOwnAddress = chosen.preset === undefined;
  if (chosen.preset !== undefined) {
    answers.baseUrl = chosen.preset.baseUrl;
    for (const [key, value] of Object.entries(chosen.preset.settings)) answers.settings.set(key, value);
  }
  return chosen;
}

async function askBaseUrl(
  frame: StepFrame,
  definition: ProviderDefinition,
  answers: Answers,
): Promise<StepResult<string>> {
  const answer = await askText(frame, {
    prompt: translate(definition.baseUrlHelp),
    placeholder: definition.baseUrlPlaceholder,
    value: answers.baseUrl,
    isPassword: false,
    validate: (value) =>
      normalizeBaseUrl(value) === undefined ? l10n.t('Enter an address like https://itsm.example.com.') : undefined,
  });
  if (typeof answer === 'string') answers.baseUrl = normalizeBaseUrl(answer) ?? answer;
  return answer;
}

async function askInput(
  frame: StepFrame,
  input: ConnectionInput,
  values: Map<string, string>,
  isPassword: boolean,
): Promise<StepResult<string>> {
  const value = values.get(input.key) ?? input.defaultValue;
  const label = translate(input.label);
  const help = translate(input.help);
  if (input.choices !== undefined) {
    const items = input.choices.map((choice) => ({
      label: translate(choice.label),
      detail: translate(choice.detail),
      value: choice.value,
    }));
    const chosen = await askChoice(
      frame,
      items,
      `${label}: ${help}`,
      items.find((item) => item.value === value),
    );
    if (chosen === back || chosen === undefined) return chosen;
    values.set(input.key, chosen.value);
    return chosen.value;
  }
  const answer = await askText(frame, {
    prompt: input.isRequired ? `${label}: ${help}` : l10n.t('{0} (may stay empty): {1}', label, help),
    placeholder: input.placeholder,
    value,
    isPassword,
    validate: (text) => (input.isRequired ? requireText(text) : undefined),
  });
  if (typeof answer === 'string') values.set(input.key, answer);
  return answer;
}

async function askLabel(frame: StepFrame, answers: Answers): Promise<StepResult<string>> {
  const answer = await askText(frame, {
    prompt: l10n.t('A name for this connection, shown in the sidebar'),
    placeholder: l10n.t('Production'),
    value: answers.label === '' ? new URL(answers.baseUrl).hostname : answers.label,
    isPassword: false,
    validate: requireText,
  });
  if (typeof answer === 'string') answers.label = answer;
  return answer;
}

interface TryItem extends QuickPickItem {
  readonly action: 'again' | 'direct' | 'more' | 'change' | 'keep';
}

/** Tries the answers; when they do not work, says why and lets the user choose what to do. */
async function tryOut(
  services: Services,
  frame: StepFrame,
  definition: ProviderDefinition,
  answers: Answers,
  existing?: Connection,
): Promise<StepResult<true>> {
  for (;;) {
    const connection = existing ?? toConnection(services, definition, answers);
    const problem = await findProblem(
      services,
      { ...connection, transport: answers.transport, caFile: answers.caFile },
      secretsOf(definition, answers),
    );
    if (problem === undefined) return true;
    const items: readonly TryItem[] = [
      { label: `$(refresh) ${l10n.t('Try Again')}`, action: 'again' },
      { label: `$(arrow-left) ${l10n.t('Change What I Entered')}`, action: 'change' },
      ...(existing === undefined && answers.transport === 'vscode'
        ? [
            {
              label: `$(plug) ${l10n.t('Connect Directly…')}`,
              detail: l10n.t(
                'Past the proxy settings of the editor, with a certificate authority of your own: for servers inside your network',
              ),
              action: 'direct' as const,
            },
          ]
        : []),
      ...(existing === undefined && advanced(definition.settings).length > 0
        ? [{ label: `$(settings-gear) ${l10n.t('More Options…')}`, action: 'more' as const }]
        : []),
      { label: `$(save) ${l10n.t('Save Anyway')}`, action: 'keep' },
    ];
    const chosen = await askChoice(
      { ...frame, title: `${frame.title} — ${l10n.t('it does not work yet')}` },
      items,
      problem,
    );
    if (chosen === undefined || chosen === back) return chosen;
    if (chosen.action === 'keep') return true;
    if (chosen.action === 'change') return back;
    if (chosen.action === 'direct') await chooseDirect(answers);
    if (chosen.action === 'more') {
      for (const input of asked(advanced(definition.settings), answers))
        await askInput(frame, input, answers.settings, false);
    }
  }
}

/** Why the connection does not work; `undefined`: it does. Cancelling counts as not working. */
async function findProblem(services: Services, connection: Connection, secrets: Secrets): Promise<string | undefined> {
  try {
    await window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: l10n.t('Trying to connect to {0}…', connection.baseUrl),
        cancellable: true,
      },
      (_progress, token) => services.connections.test(connection, secrets, toAbortSignal(token)),
    );
    return undefined;
  } catch (error) {
    return isAbort(error) ? l10n.t('You cancelled the attempt.') : describeError(error);
  }
}

async function chooseDirect(answers: Answers): Promise<void> {
  answers.transport = 'direct';
  const choose = l10n.t('Choose File…');
  const choice = await window.showInformationMessage(
    l10n.t('Does the server have a certificate from an authority of your own?'),
    {
      modal: true,
      detail: l10n.t(
        'If so, choose the PEM file of that authority. Certificates that the system trusts are accepted without it.',
      ),
    },
    choose,
    l10n.t('No File Needed'),
  );
  if (choice !== choose) return;
  const [file] =
    (await window.showOpenDialog({ title: l10n.t('Certificate authority (PEM)'), canSelectMany: false })) ?? [];
  if (file instanceof Uri) answers.caFile = file.fsPath;
}

function toConnection({ connections }: Services, { system }: ProviderDefinition, answers: Answers): Connection {
  const taken = new Set(connections.connections.map(({ id }) => id));
  return {
    id: makeConnectionId(answers.label, system, taken),
    system,
    label: answers.label,
    baseUrl: answers.baseUrl,
    transport: answers.transport,
    caFile: answers.caFile,
    settings: Object.fromEntries(answers.settings),
  };
}
