import { describeAbilityContract } from './abilityContract.ts';
import { doors, openBkItsmWorld } from './bkItsmWorld.ts';
import { describeProviderContract } from './providerContract.ts';

for (const door of doors) {
  describeProviderContract(`BK-ITSM, ${door.name}`, () => openBkItsmWorld(door));
  describeAbilityContract(`BK-ITSM, ${door.name}`, () => openBkItsmWorld(door));
}
