import { l10n, window } from 'vscode';
import type { Connection } from '../domain/connection.ts';
import { commands } from 'vscode';
import { commandIds } from './names.ts';
import type { Services } from './services.ts';
import { connectionOfNode, type TreeNode } from './treeNodes.ts';

/**
 * The connection a command is meant for: that of the row it was called on, the only one there is, or one that the user
 * picks. `undefined`: backed out, or there is none (then adding one is offered).
 */
export async function pickConnection(
  { connections }: Services,
  node: TreeNode | undefined,
  placeholder: string,
): Promise<Connection | undefined> {
  const own = node === undefined ? undefined : connectionOfNode(node);
  if (own !== undefined) return connections.find(own);
  const all = connections.connections;
  if (all.length === 0) {
    const add = l10n.t('Add Connection…');
    const choice = await window.showInformationMessage(l10n.t('There is no connection yet.'), add);
    if (choice === add) await commands.executeCommand(commandIds.addConnection);
    return undefined;
  }
  if (all.length === 1) return all[0];
  const items = all.map((connection) => ({ label: connection.label, description: connection.baseUrl, connection }));
  return (await window.showQuickPick(items, { placeHolder: placeholder }))?.connection;
}
