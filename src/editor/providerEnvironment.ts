import { env } from 'vscode';
import type { EditorEnvironment } from '../application/connectionService.ts';
import { translate } from './translate.ts';

/** @param version of this extension */
export function providerEnvironment(version: string): EditorEnvironment {
  return {
    userAgent: `itsm-tickets/${version}`,
    language: env.language.toLowerCase(),
    timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    translate,
  };
}
