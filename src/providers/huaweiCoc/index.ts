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
  async create(connection, secrets, environment) {
    const [{ createCloudHttp }, { judgeCoc }, { HuaweiCocProvider }] = await Promise.all([
      import('../huaweiCloud/cloudHttp.ts'),
      import('./judge.ts'),
      import('./provider.ts'),
    ]);
    return new HuaweiCocProvider(connection, environment, createCloudHttp(connection, secrets, environment, judgeCoc));
  },
};
