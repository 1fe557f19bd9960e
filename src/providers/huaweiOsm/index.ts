import { message } from '../../domain/message.ts';
import type { ProviderDefinition } from '../../domain/provider.ts';
import { signInSecrets } from '../huaweiCloud/settings.ts';
import { endpoints } from './endpoints.ts';
import { settingInputs } from './settings.ts';

export const huaweiOsm: ProviderDefinition = {
  system: 'huawei-osm',
  label: message('Huawei Cloud Service Tickets'),
  baseUrlHelp: message('The address of the service ticket service (OSM): it tells site and region.'),
  baseUrlPlaceholder: 'https://osm.cn-south-1.myhuaweicloud.com',
  baseUrlPresets: endpoints,
  settings: settingInputs,
  secrets: signInSecrets,
  create: async (connection, secrets, environment) => {
    const { HuaweiOsmProvider } = await import('./provider.ts');
    return new HuaweiOsmProvider(connection, secrets, environment);
  },
};
