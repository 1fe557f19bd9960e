import { message } from '../../domain/message.ts';
import type { ProviderDefinition } from '../../domain/provider.ts';
import { secretInputs, settingInputs } from './settings.ts';

export const bkItsm: ProviderDefinition = {
  system: 'bk-itsm',
  label: message('BlueKing ITSM'),
  baseUrlHelp: message(
    'The address of your BlueKing portal, or of the API gateway with its stage: what to enter depends on the entrance.',
  ),
  baseUrlPlaceholder: 'https://paas.example.com',
  baseUrlPresets: [],
  settings: settingInputs,
  secrets: secretInputs,
  create: async (connection, secrets, environment) => {
    const { createBkItsmProvider } = await import('./provider.ts');
    return createBkItsmProvider(connection, secrets, environment);
  },
};
