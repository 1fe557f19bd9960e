import { l10n } from 'vscode';
import type { Operation, OperationKind } from '../domain/operation.ts';

/** Our word for what an operation does, in the display language, so that it reads like the menus; else the system's. */
export function operationLabel({ kind, name }: Operation): string {
  return kindLabel(kind) ?? name;
}

function kindLabel(kind: OperationKind): string | undefined {
  switch (kind) {
    case 'submit':
      return l10n.t('Submit');
    case 'claim':
      return l10n.t('Claim');
    case 'assign':
      return l10n.t('Assign');
    case 'transfer':
      return l10n.t('Transfer');
    case 'suspend':
      return l10n.t('Suspend');
    case 'resume':
      return l10n.t('Resume');
    case 'withdraw':
      return l10n.t('Withdraw');
    case 'terminate':
      return l10n.t('Terminate');
    case 'accept':
      return l10n.t('Accept');
    case 'reject':
      return l10n.t('Refuse');
    case 'close':
      return l10n.t('Close');
    case 'urge':
      return l10n.t('Urge');
    case 'delete':
      return l10n.t('Delete');
    case 'other':
      return undefined;
  }
}
