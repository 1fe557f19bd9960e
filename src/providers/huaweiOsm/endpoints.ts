import { message } from '../../domain/message.ts';
import type { BaseUrlPreset } from '../../domain/provider.ts';

const iam = 'https://iam.myhuaweicloud.com';

/** As the vendor's pages have them (contract §1.1). */
export const endpoints: readonly BaseUrlPreset[] = [
  {
    baseUrl: 'https://osm.cn-south-1.myhuaweicloud.com',
    label: message('Chinese mainland (CN South-Guangzhou)'),
    settings: { iamUrl: iam },
  },
  {
    baseUrl: 'https://osm.ap-southeast-3.myhuaweicloud.com',
    label: message('International (AP-Singapore)'),
    settings: { iamUrl: iam },
  },
  {
    baseUrl: 'https://osm.eu-west-101.myhuaweicloud.eu',
    label: message('Europe (EU-Dublin)'),
    settings: { iamUrl: 'https://iam.myhuaweicloud.eu' },
  },
];
