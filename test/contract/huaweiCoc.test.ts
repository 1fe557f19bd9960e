import { describeAbilityContract } from './abilityContract.ts';
import { doors, openHuaweiCocWorld } from './huaweiCocWorld.ts';
import { describeProviderContract } from './providerContract.ts';

for (const door of doors) {
  describeProviderContract(`Huawei Cloud COC, ${door.name}`, () => openHuaweiCocWorld(door));
  describeAbilityContract(`Huawei Cloud COC, ${door.name}`, () => openHuaweiCocWorld(door));
}
