import { message } from '../../domain/message.ts';
import type { ProviderDefinition } from '../../domain/provider.ts';
import { createCloudHttp } from '../huaweiCloud/cloudHttp.ts';
import { signInSecrets } from '../huaweiCloud/settings.ts';
import { judgeCoc } from './judge.ts';
import { HuaweiCocProvider } from './provider.ts';
import { baseUrlPresets, settingInputs } from './settings.ts';

export const huaweiCoc: ProviderDefinition = {
  system: 'huawei-coc',
  label: message('Huawei Cloud COC'),
  baseUrlHelp: message('The address of Cloud Operations Center (COC) at the site that your account belongs to.'),
  baseUrlPlaceholder: 'https://coc.myhuaweicloud.com',
  baseUrlPresets,
  settings: settingInputs,
  secrets: signInSecrets,
  create: (connection, secrets, environment) =>
    new HuaweiCocProvider(connection, environment, createCloudHttp(connection, secrets, environment, judgeCoc)),
};
