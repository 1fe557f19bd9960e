import { describeAbilityContract } from './abilityContract.ts';
import { entrances, openHuaweiOsmWorld } from './huaweiOsmWorld.ts';
import { describeProviderContract } from './providerContract.ts';

for (const entrance of Object.values(entrances)) {
  describeProviderContract(`Huawei Cloud OSM, ${entrance.name}`, () => openHuaweiOsmWorld(entrance));
  describeAbilityContract(`Huawei Cloud OSM, ${entrance.name}`, () => openHuaweiOsmWorld(entrance));
}
