import { commands, l10n, ProgressLocation, window } from 'vscode';
import type { Connection } from '../domain/connection.ts';
import { addConnection, signIn } from './addConnection.ts';
import { toAbortSignal } from './cancellation.ts';
import { pickConnection } from './connectionPick.ts';
import { describeError } from './describeError.ts';
import type { Keyring } from './keyring.ts';
import { commandIds, settingIds, settingsSection } from './names.ts';
import { isAbort } from './runCommand.ts';
import type { Services } from './services.ts';
import { asTreeNode } from './treeNodes.ts';

/** Runs a command on the connection it was called on, or on one that the user picks. */
async function onConnection(
  services: Services,
  argument: unknown,
  placeholder: string,
  run: (connection: Connection) => Promise<void>,
): Promise<void> {
  const connection = await pickConnection(services, asTreeNode(argument), placeholder);
  if (connection !== undefined) await run(connection);
}

/** The wizard, then the offer to watch something. */
export async function addConnectionAndWatch(services: Services): Promise<void> {
  const connection = await addConnection(services);
  if (connection === undefined) return;
  const watch = l10n.t('Watch Ticket…');
  const choice = await window.showInformationMessage(l10n.t('{0} is ready.', connection.label), watch);
  if (choice === watch)
    await commands.executeCommand(commandIds.watch, {
      kind: 'connection',
      id: connection.id,
      connectionId: connection.id,
    });
}

export function signInAgain(services: Services, argument: unknown): Promise<void> {
  return onConnection(services, argument, l10n.t('Sign in to which connection?'), (connection) =>
    signInTo(services, connection),
  );
}

async function signInTo(services: Services, connection: Connection): Promise<void> {
  if (services.connections.isSessionOnly(connection.id)) {
    await window.showInformationMessage(l10n.t('The sample tickets need no sign-in.'));
    return;
  }
  if (await signIn(services, connection)) await services.watcher.refresh(connection.id);
}

export function signOut(services: Services, keyring: Keyring, argument: unknown): Promise<void> {
  return onConnection(services, argument, l10n.t('Sign out of which connection?'), (connection) =>
    signOutOf(services, keyring, connection),
  );
}

async function signOutOf(services: Services, keyring: Keyring, connection: Connection): Promise<void> {
  await services.connections.signOut(connection.id);
  const definition = (await services.connections.definitions()).find(({ system }) => system === connection.system);
  const isInEnvironment = definition?.secrets.some(({ key }) => keyring.isFromEnvironment(connection.id, key)) === true;
  await window.showInformationMessage(
    isInEnvironment
      ? l10n.t('Signed out of {0}. Environment variables still sign it in.', connection.label)
      : l10n.t('Signed out of {0}.', connection.label),
  );
}

export function testConnection(services: Services, argument: unknown): Promise<void> {
  return onConnection(services, argument, l10n.t('Test which connection?'), (connection) => test(services, connection));
}

async function test(services: Services, connection: Connection): Promise<void> {
  try {
    await window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: l10n.t('Trying to connect to {0}…', connection.label),
        cancellable: true,
      },
      (_progress, token) => services.connections.testStored(connection.id, toAbortSignal(token)),
    );
  } catch (error) {
    if (isAbort(error)) return;
    const signInLabel = l10n.t('Sign In Again');
    const choice = await window.showErrorMessage(
      l10n.t('{0} does not work. {1}', connection.label, describeError(error)),
      signInLabel,
    );
    if (choice === signInLabel) await signInTo(services, connection);
    return;
  }
  await window.showInformationMessage(l10n.t('{0} works.', connection.label));
}

export function removeConnection(services: Services, argument: unknown): Promise<void> {
  return onConnection(services, argument, l10n.t('Remove which connection?'), (connection) =>
    remove(services, connection),
  );
}

async function remove(services: Services, connection: Connection): Promise<void> {
  const keys = services.watchList.keys(connection.id);
  const yes = l10n.t('Remove');
  const choice = await window.showWarningMessage(
    l10n.t('Remove the connection “{0}”?', connection.label),
    {
      modal: true,
      detail: l10n.t(
        'Its stored credentials are deleted, and {0} tickets are no longer watched. Nothing changes on the server.',
        keys.length,
      ),
    },
    yes,
  );
  if (choice !== yes) return;
  const unwatch = () => services.watchList.remove(keys.map((key) => ({ connectionId: connection.id, key })));
  // Last, as the settings or the keyring may refuse. Not so with the samples, whose list ends with them.
  const isSessionOnly = services.connections.isSessionOnly(connection.id);
  if (isSessionOnly) await unwatch();
  await services.connections.remove(connection.id);
  if (!isSessionOnly) await unwatch();
  await (await services.loadForms()).lastSeen.forget(connection.id);
}

/** Opens the settings where connections can be edited by hand. */
export async function editConnections(): Promise<void> {
  const key = `${settingsSection}.${settingIds.connections}`;
  await commands.executeCommand('workbench.action.openSettingsJson', { revealSetting: { key, edit: true } });
}
