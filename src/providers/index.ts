import type { ProviderDefinition } from '../domain/provider.ts';
import { bkItsm } from './bkItsm/index.ts';
import { huaweiCoc } from './huaweiCoc/index.ts';
import { huaweiOsm } from './huaweiOsm/index.ts';

/** Every ticket system there is: a new one is a folder and a line here. */
export const providerDefinitions: readonly ProviderDefinition[] = [bkItsm, huaweiOsm, huaweiCoc];
