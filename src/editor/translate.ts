import { l10n } from 'vscode';
import type { Message } from '../domain/message.ts';

/** A message of the domain or a provider in the display language. */
export function translate(message: Message): string {
  return l10n.t(message.text, ...message.args);
}
