import { message } from '../../domain/message.ts';
import type { ProviderDefinition } from '../../domain/provider.ts';
import { signInSecrets } from '../huaweiCloud/settings.ts';
import { baseUrlPresets, settingInputs } from './settings.ts';

export const huaweiCoc: ProviderDefinition = {
  system: 'huawei-coc',
  label: message('Huawei Cloud COC'),
  baseUrlHelp: message('The address of Cloud Operations Center (COC) at the site that your account belongs to.'),
  baseUrlPlaceholder: 'https://coc.myhuaweicloud.com',
  baseUrlPresets,
  settings: settingInputs,
  secrets: signInSecrets,
  create: async (connection, secrets, environment) => {
    const { createHuaweiCocProvider } = await import('./provider.ts');
    return createHuaweiCocProvider(connection, secrets, environment);
  },
};
